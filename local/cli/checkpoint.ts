import { Command } from 'commander';
import { runAppCommand, runCommand } from './run-command';

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
  return runAppCommand('checkpoint', data, [
    ...command.args,
    ...(source === undefined ? [] : ['--source', source]),
    ...(stage === undefined ? [] : ['--stage', stage]),
    ...partition.flatMap((one) => ['--partition', one]),
    ...(dryRun ? ['--dry-run'] : []),
  ]);
});
