import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './stack';

export interface ScriptResult {
  readonly code: number | null;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a compiled script of the local command line to its end. */
export function runScript(script: string, args: readonly string[]): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'build', 'local', 'cli', script), ...args], {
      cwd: ROOT,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}
