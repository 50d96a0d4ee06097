import { Command } from 'commander';
import { dataOption } from './data-folder';
import { runAppCommand, runCommand } from './run-command';

interface CheckpointOptions {
  readonly data: string;
  readonly source?: string;
  readonly partition?: readonly string[];
  readonly dryRun: boolean;
}

const command = new Command('npm run checkpoint --')
  .description(
    'Moves checkpoints of the Event Hubs triggers of a running stack. `advance` moves them to the end of Bronze, past events that the host cannot bind.',
  )
  .argument('<advance>', 'the action')
  .addOption(dataOption())
  .option('--source <name>', 'source of the hub')
  .option('--partition <number...>', 'only these partitions')
  .option('--dry-run', 'print the changes without making them', false);

runCommand(command, async () => {
  const { data, source, partition = [], dryRun } = command.opts<CheckpointOptions>();
  return runAppCommand('checkpoint', data, [
    ...command.args,
    ...(source === undefined ? [] : ['--source', source]),
    ...partition.flatMap((one) => ['--partition', one]),
    ...(dryRun ? ['--dry-run'] : []),
  ]);
});
