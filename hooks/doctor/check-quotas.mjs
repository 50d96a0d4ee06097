import { isOn, valueOf } from '../lib/environment.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';
import { checkAzSignIn } from './check-sign-in.mjs';

/** Processors of a Standard_D4ds_v5, which databricks/databricks.yml uses for the driver and workers. */
const PROCESSORS = 4;
const QUOTAS = { cores: 'in all', standardDDSv5Family: 'of the family DDSv5' };

export const checkQuotas = {
  title: 'quotas',
  needs: checkAzSignIn.title,
  async run() {
    if (!isOn('DEPLOY_DATABRICKS', true)) return skipped('only Databricks uses machines');
    const location = valueOf('AZURE_LOCATION');
    if (location === undefined) return skipped('no region is chosen yet');
    const workers = Number(valueOf('DATABRICKS_WORKERS') ?? 1);
    if (!Number.isInteger(workers) || workers < 0)
      throw new Error(`DATABRICKS_WORKERS is "${valueOf('DATABRICKS_WORKERS')}"; use an integer`);
    const needed = PROCESSORS * (1 + workers);
    /** @type {readonly {name: string, used: number | string, limit: number | string}[]} */
    const usages = await needCli('az', [
      'vm',
      'list-usage',
      '--location',
      location,
      '--output',
      'json',
      '--query',
      '[].{name:name.value,used:currentValue,limit:limit}',
    ]);
    const free = Object.entries(QUOTAS).map(([name, kind]) => {
      const usage = usages.find((entry) => entry.name === name);
      // Some answers have numbers as texts.
      return { kind, vCPUs: usage === undefined ? 0 : Number(usage.limit) - Number(usage.used) };
    });
    const short = free.filter(({ vCPUs }) => vCPUs < needed);
    if (short.length > 0)
      throw new Error(
        `a refresh starts ${1 + workers} machines with ${needed} vCPUs; ${location} has ` +
          `${short.map(({ kind, vCPUs }) => `${vCPUs} left ${kind}`).join(' and ')}. Ask for more: ` +
          'https://learn.microsoft.com/azure/quotas/view-quotas, or choose another region, or `azd env set DEPLOY_DATABRICKS false`',
      );
    return done(`${location} has the ${needed} vCPUs that a refresh needs`);
  },
};
