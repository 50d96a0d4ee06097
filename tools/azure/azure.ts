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
  .description(
    'What to look at before a deployment to Azure. Nothing here changes anything. docs/deploy.md has the rest.',
  )
  .showHelpAfterError();

const ROOT = join(__dirname, '../..');

program
  .command('check')
  .description(
    'Whether what is deployed is sound: Bicep with its snapshots, the Databricks bundle, Data Factory, azure.yaml. Needs no sign-in',
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
    'What you lack to deploy, each with its remedy: tools, sign-in, roles, providers, region, quotas. Changes nothing',
  )
  .action(() => {
    // Like the hooks, it runs before packages are installed: `node hooks/doctor.mjs`.
    const { status } = spawnSync(process.execPath, [join(ROOT, 'hooks', 'doctor.mjs')], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  });

program
  .command('cost')
  .description(
    'What a deployment is billed for, by part: the arithmetic of docs/costs.md with the prices of one day',
  )
  .option(
    '--events-per-second <number>',
    'events that come in at all times; without it the simulators’',
    positive,
  )
  .option('--no-databricks', 'DEPLOY_DATABRICKS is false')
  .option('--no-data-factory', 'DEPLOY_DATA_FACTORY is false')
  .option('--memory <MB>', 'FUNCTION_MEMORY_MB: 512, 2048 or 4096', positive, 2048)
  .option('--always-ready <number>', 'instances kept ready, of all functions together', whole, 0)
  .option('--workers <number>', 'DATABRICKS_WORKERS', whole, 1)
  .option('--refreshes-a-day <number>', 'refreshes that have something to do', whole, 4)
  .option('--price <letter=USD>', 'a price that no public source gave; may be given again', withPrice, {})
  .action((options: CostOptions) => {
    console.log(describeCost(options));
  });

/** A number above zero. */
function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('Say a number above 0, as 1000.');
  return value;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Say a whole number from 0 on.');
  return Number(text);
}

function withPrice(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, letter, value] = /^([a-z])=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (letter === undefined) throw new InvalidArgumentError('Say a letter and US dollars, as x=0.4.');
  return { ...before, [letter]: Number(value) };
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
