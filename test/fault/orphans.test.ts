import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, ROOT } from '../helpers/stack';

/** Process ids of a process and all below it. */
function family(root: number): number[] {
  const parents = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const pid of found) {
    for (const [child = 0, parent] of parents) if (parent === pid) found.push(child);
  }
  return found;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

it('leaves no process behind when the command is killed with -9', async () => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-orphans-'));
  const start = join(ROOT, 'build', 'local', 'cli', 'start.js');
  const child = spawn(process.execPath, [start, '--rate', '0', '--port', '0', '--data', data], { cwd: ROOT });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  try {
    await eventually(() => Promise.resolve(output.includes('Files, logs')), 'the stack is up');
    const processes = family(child.pid ?? 0);
    // The command, Azurite, Event Hubs, the lake, the host and its worker.
    expect(processes.length).toBeGreaterThanOrEqual(6);
    child.kill('SIGKILL');
    await eventually(() => Promise.resolve(!processes.some(isAlive)), 'every process has ended');
  } finally {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
});
