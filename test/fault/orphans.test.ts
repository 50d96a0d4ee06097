import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackFile } from '../../local/stack/stack-file';
import { eventually, ROOT } from '../testing/fixtures/stack';

/** @returns whether a process listens on the port */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
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
    const { baseUrl, settings } = JSON.parse(readFileSync(join(data, 'stack.json'), 'utf8')) as StackFile;
    const status = await fetch(`${baseUrl}/admin/host/status`);
    const { workerProcessId } = (await status.json()) as { workerProcessId: number };
    const addresses = [baseUrl, settings['EventHubs'], settings['Lake'], settings['Tables']];
    const ports = addresses.map((address) => Number(/127\.0\.0\.1:(\d+)/.exec(address ?? '')?.[1]));
    expect(await Promise.all(ports.map(answers))).toEqual([true, true, true, true]);
    expect(isAlive(workerProcessId)).toBe(true);

    child.kill('SIGKILL');

    await eventually(async () => !(await Promise.all(ports.map(answers))).includes(true), 'nothing listens');
    await eventually(() => Promise.resolve(!isAlive(workerProcessId)), 'the worker has ended');
  } finally {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
});
