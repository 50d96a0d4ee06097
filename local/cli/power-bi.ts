import { Command } from 'commander';
import { dataOption } from './data-folder';
import { runAppCommand, runCommand } from './run-command';

interface PowerBiOptions {
  readonly data: string;
  readonly workspace?: string;
  readonly name?: string;
}

const command = new Command('npm run power-bi --')
  .description(
    'Manages the push dataset of live windows and the semantic model of Gold in the Power BI of a running stack.',
  )
  .argument(
    '<create|refresh|status>',
    'create makes the dataset from the contracts and prints the settings to set',
  )
  .addOption(dataOption())
  .option(
    '--workspace <id>',
    'workspace of the dataset that create makes (default: the workspace of the stack)',
  )
  .option('--name <name>', 'name of the dataset that create makes');

runCommand(command, async () => {
  const { data, workspace, name } = command.opts<PowerBiOptions>();
  return runAppCommand('power-bi', data, [
    ...command.args,
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
    ...(name === undefined ? [] : ['--name', name]),
  ]);
});
