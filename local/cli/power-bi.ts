import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readStackFile } from '../stack/stack-file';
import { runCommand } from './run-command';

interface PowerBiOptions {
  readonly data: string;
  readonly workspace?: string;
  readonly name?: string;
}

const command = new Command('npm run power-bi --')
  .description(
    'The push dataset of live windows and the semantic model of Gold, in the Power BI of a running stack.',
  )
  .argument(
    '<create|refresh|status>',
    'create makes the dataset from the contracts and prints the settings to set',
  )
  .option('--data <dir>', 'where the stack keeps everything', '.sluice')
  .option('--workspace <id>', 'workspace of a dataset to create (default: the one of the stack)')
  .option('--name <name>', 'name of a dataset to create');

runCommand(command, async () => {
  const { data, workspace, name } = command.opts<PowerBiOptions>();
  const running = readStackFile(resolve(data));
  if (running === undefined)
    throw new Error(
      `no stack runs over ${resolve(data)}: run \`npm start\` first, or name its folder with --data`,
    );
  return runAppCommand(running.settings, [
    ...command.args,
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
    ...(name === undefined ? [] : ['--name', name]),
  ]);
});

/** Runs the app's own command over the same wire as the app. */
function runAppCommand(
  settings: Readonly<Record<string, string>>,
  parameters: readonly string[],
): Promise<number> {
  const script = join(__dirname, '..', '..', '..', 'dist', 'src', 'commands', 'power-bi.js');
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, ...parameters], {
      stdio: 'inherit',
      env: { ...process.env, ...settings },
    });
    child.once('error', fail);
    child.once('exit', (code) => {
      done(code ?? 2);
    });
  });
}
