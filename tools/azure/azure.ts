import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { checkAzureYaml } from './check/check-azure-yaml';
import { checkBicep } from './check/check-bicep';
import { checkBundle, checkBundleSchema, checkBundleTypes } from './check/check-bundle';
import { checkDefinitions, checkDefinitionTypes } from './check/check-data-factory';
import { runChecks } from './check/check';
import { commandsIn } from './check/run-command';
import { type CostOptions, describeCost } from './cost/print-cost';

const program = new Command('npm run azure --')
  .description('Checks before a deployment to Azure. None of them changes anything. See docs/deploy.md.')
  .showHelpAfterError();

const ROOT = join(__dirname, '../..');

program
  .command('check')
  .description(
    'Checks the files of a deployment: Bicep with its snapshots, the Databricks bundle, Data Factory, azure.yaml. Needs no sign-in',
  )
  .action(async () => {
    const run = commandsIn(ROOT);
    const checks = [
      checkAzureYaml(ROOT),
      checkDefinitions(ROOT),
      checkDefinitionTypes(ROOT, run),
      checkBundle(ROOT),
      checkBundleSchema(ROOT, run),
      checkBundleTypes(ROOT, run),
      checkBicep(run),
    ];
    process.exitCode = await runChecks(checks, (line) => {
      console.log(line);
    });
  });

program
  .command('doctor')
  .description(
    'Lists missing prerequisites of a deployment with remedies: tools, sign-in, roles, providers, region, quotas. Changes nothing',
  )
  .action(() => {
    // Like the hooks, it runs before packages are installed: `node hooks/doctor.mjs`.
    const { status } = spawnSync(process.execPath, [join(ROOT, 'hooks', 'doctor.mjs')], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  });

program
  .command('cost')
  .description(
    'Estimates the costs of a deployment by part, as docs/costs.md does, with the prices of one day',
  )
  .option(
    '--events-per-second <number>',
    'constant rate of incoming events; without it, the rate of the simulators',
    positive,
  )
  .option('--no-databricks', 'DEPLOY_DATABRICKS is false')
  .option('--no-data-factory', 'DEPLOY_DATA_FACTORY is false')
  .option('--memory <MB>', 'FUNCTION_MEMORY_MB: 512, 2048 or 4096', positive, 2048)
  .option('--always-ready <number>', 'always-ready instances of all functions together', whole, 0)
  .option('--workers <number>', 'DATABRICKS_WORKERS', whole, 1)
  .option('--refreshes-a-day <number>', 'refreshes that have new data', whole, 4)
  .option('--price <letter=USD>', 'a price that no public source has; repeatable', withPrice, {})
  .action((options: CostOptions) => {
    console.log(describeCost(options));
  });

/** A number above zero. */
function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('Use a number above 0, such as 1000.');
  return value;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Use an integer from 0 on.');
  return Number(text);
}

function withPrice(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, letter, value] = /^([a-z])=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (letter === undefined) throw new InvalidArgumentError('Use a letter and US dollars, such as x=0.4.');
  return { ...before, [letter]: Number(value) };
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
