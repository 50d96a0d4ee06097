import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command } from 'commander';
import { packageRoot } from '../replay/data-sets';
import { readStackFile } from '../stack/stack-file';
import { explainError } from './explain-error';

/**
 * Runs a command and sets its exit code: the code that the action returns, or 1 with one message if it
 * throws.
 *
 * @param action reads its options from `command.opts()`
 */
export function runCommand(command: Command, action: () => Promise<number>): void {
  runProgram(
    command.action(async () => {
      process.exitCode = await action();
    }),
  );
}

/** Runs a command with actions of its own, such as one with subcommands. */
export function runProgram(program: Command): void {
  program
    .showHelpAfterError()
    .version(packageVersion(), '--version', 'print the version of the package')
    .parseAsync()
    .then(
      () => {
        process.exit();
      },
      (error: unknown) => {
        console.error(`\n${explainError(error)}`);
        process.exit(1);
      },
    );
}

function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/**
 * Runs a command of the app against a running stack, with the connection settings of the app.
 *
 * @param name of `dist/commands/<name>.js`
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
  const script = join(__dirname, '../../../dist/commands', `${name}.js`);
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
