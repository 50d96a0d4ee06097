import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readStackFile } from '../stack/stack-file';
import { runCommand } from './run-command';

interface CheckpointOptions {
  readonly data: string;
  readonly source?: string;
  readonly stage?: string;
  readonly partition?: readonly string[];
  readonly dryRun: boolean;
}

const command = new Command('npm run checkpoint --')
  .description(
    'Checkpoints of the Event Hubs triggers of a running stack. `advance` moves them up to the end of Bronze, past events that the host cannot bind.',
  )
  .argument('<advance>', 'what to do')
  .option('--data <dir>', 'where the stack keeps everything', '.sluice')
  .option('--source <name>', 'source whose hub is meant')
  .option('--stage <name>', 'landing or live (default: landing)')
  .option('--partition <number...>', 'these partitions only')
  .option('--dry-run', 'say what would be done, and do nothing', false);

runCommand(command, async () => {
  const { data, source, stage, partition = [], dryRun } = command.opts<CheckpointOptions>();
  const running = readStackFile(resolve(data));
  if (running === undefined)
    throw new Error(
      `no stack runs over ${resolve(data)}: run \`npm start\` first, or name its folder with --data`,
    );
  return runAppCommand(running.settings, [
    ...command.args,
    ...(source === undefined ? [] : ['--source', source]),
    ...(stage === undefined ? [] : ['--stage', stage]),
    ...partition.flatMap((one) => ['--partition', one]),
    ...(dryRun ? ['--dry-run'] : []),
  ]);
});

/** Runs the app's own command over the same wire as the app. */
function runAppCommand(
  settings: Readonly<Record<string, string>>,
  parameters: readonly string[],
): Promise<number> {
  const script = join(__dirname, '..', '..', '..', 'dist', 'src', 'commands', 'checkpoint.js');
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
