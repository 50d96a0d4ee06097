import { spawn } from 'node:child_process';

export interface Ran {
  /** Undefined if the command is not installed. */
  readonly code: number | undefined;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

export type RunCommand = (command: string, args: readonly string[], input?: string) => Promise<Ran>;

/** Runs commands in a folder, without a shell. */
export function commandsIn(folder: string): RunCommand {
  return (command, args, input = '') =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: folder, stdio: 'pipe', windowsHide: true });
      const texts = { output: '', errors: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.output += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.errors += text));
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') resolve({ code: undefined, ...texts });
        else reject(error);
      });
      child.on('close', (code) => {
        resolve({ code: code ?? 1, ...texts });
      });
      // A command that is missing, or does not read its input, closes the pipe; its exit code has the reason.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}
