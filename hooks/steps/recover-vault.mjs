import { keep, need, valueOf } from '../lib/environment.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/**
 * A vault with purge protection outlives `azd down` for days and keeps its name. The next deployment of the same
 * environment recovers it with its pepper; other deployments must not request that.
 */
export const recoverVault = {
  title: 'deleted vault of this environment',
  async run() {
    // `azd provision` may prompt for the location after this hook; `azd up` prompts before.
    const location = valueOf('AZURE_LOCATION');
    if (location === undefined) return skipped('the location is not chosen yet');
    const query =
      `[?properties.tags."azd-env-name"=='${need('AZURE_ENV_NAME')}'` +
      ` && properties.location=='${location}'].name`;
    /** @type {readonly string[]} */
    const names = await needCli('az', [
      'keyvault',
      'list-deleted',
      '--resource-type',
      'vault',
      '--query',
      query,
      '--output',
      'json',
    ]);
    await keep('RECOVER_KEY_VAULT', String(names.length > 0));
    return names.length > 0 ? done(`${names.join(', ')} is recovered`) : unchanged('there is none');
  },
};
