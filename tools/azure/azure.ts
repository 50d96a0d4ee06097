import { Command, InvalidArgumentError } from 'commander';
import { type CostOptions, describeCost } from './cost/print-cost';

const program = new Command('npm run azure --')
  .description(
    'What to look at before a deployment to Azure. Nothing here changes anything. docs/deploy.md has the rest.',
  )
  .showHelpAfterError();

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
