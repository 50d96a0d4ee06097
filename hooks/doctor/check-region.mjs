import { valueOf } from '../lib/environment.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';
import { checkAzSignIn } from './check-sign-in.mjs';

/** Not every region offers the plan of the app. */
export const checkRegion = {
  title: 'region',
  needs: checkAzSignIn.title,
  async run() {
    const location = valueOf('AZURE_LOCATION');
    if (location === undefined)
      return skipped(
        'none is chosen yet; run `azd env set AZURE_LOCATION westeurope`, or answer the prompt of azd',
      );
    /** @type {readonly string[]} */
    const regions = await needCli('az', [
      'functionapp',
      'list-flexconsumption-locations',
      '--query',
      '[].name',
      '--output',
      'json',
    ]);
    if (!regions.map(normal).includes(normal(location)))
      throw new Error(
        `${location} has no Flex Consumption; choose one of ${regions.map(normal).sort().join(', ')}: \`azd env set AZURE_LOCATION …\``,
      );
    return done(`${location} has Flex Consumption`);
  },
};

/**
 * "West Europe" and "westeurope" are the same region.
 *
 * @param {string} region
 */
const normal = (region) => region.replaceAll(' ', '').toLowerCase();
