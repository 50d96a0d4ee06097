import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, isAlive } from '../kit';

/** Contents of `<data>/stack.json`, with which other commands find a running stack. */
export interface StackFile {
  readonly processId: number;
  readonly baseUrl: string;
  /** Certificate of the authority that clients must trust for TLS. */
  readonly caFile: string;
  /** Settings with which a program reaches the same services as the function app. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Only the owner can read the file, because the settings hold keys. */
export function writeStackFile(dataDirectory: string, stack: StackFile): void {
  mkdirSync(dataDirectory, { recursive: true });
  const temporary = join(dataDirectory, `stack.json.${process.pid}`);
  writeFileSync(temporary, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, join(dataDirectory, 'stack.json'));
}

export function removeStackFile(dataDirectory: string): void {
  rmSync(join(dataDirectory, 'stack.json'), { force: true });
}

/**
 * Returns the stack that runs over this directory, or `undefined`. A file that a killed stack left is
 * ignored.
 */
export function readStackFile(dataDirectory: string): StackFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDirectory, 'stack.json'), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const stack = JSON.parse(text) as StackFile;
  return isAlive(stack.processId) ? stack : undefined;
}
