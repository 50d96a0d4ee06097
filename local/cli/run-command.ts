import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type Command } from 'commander';
import { readStackFile } from '../stack/stack-file';

/**
 * Runs a command and sets its exit code: the code that the action returns, or 1 with one message if it
 * throws.
 *
 * @param action reads its options from `command.opts()`
 */
export function runCommand(command: Command, action: () => Promise<number>): void {
  command
    .showHelpAfterError()
    .action(async () => {
      process.exitCode = await action();
    })
    .parseAsync()
    .then(
      () => {
        process.exit();
      },
      (error: unknown) => {
        console.error(`\n${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
}

/**
 * Runs a command of the app against a running stack, with the connection settings of the app.
 *
 * @param name of `dist/src/commands/<name>.js`
 * @returns its exit code
 * @throws Error if no stack runs over the folder
 */
export function runAppCommand(
  name: string,
  dataDirectory: string,
  parameters: readonly string[],
): Promise<number> {
  const folder = resolve(dataDirectory);
  const running = readStackFile(folder);
  if (running === undefined)
    throw new Error(
      `no stack runs over ${folder}: run \`npm start\` first, or set the folder of the stack with --data`,
    );
  const script = join(__dirname, '../../../dist/src/commands', `${name}.js`);
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, ...parameters], {
      stdio: 'inherit',
      env: { ...process.env, ...running.settings },
    });
    child.once('error', fail);
    child.once('exit', (code) => {
      done(code ?? 2);
    });
  });
}
