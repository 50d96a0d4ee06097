import { Command } from 'commander';
import { dataOption } from './data-folder';
import { runAppCommand, runCommand } from './run-command';

const command = new Command('npm run live --')
  .description('Manages the live windows of a running stack. `rebuild` computes them from Bronze again.')
  .argument('<rebuild>', 'the action')
  .addOption(dataOption());

runCommand(command, async () => {
  const { data } = command.opts<{ readonly data: string }>();
  return runAppCommand('live', data, command.args);
});
