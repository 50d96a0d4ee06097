import { keep, need } from '../lib/environment.mjs';
import { readCli } from '../lib/run-cli.mjs';
import { done, unchanged } from '../lib/steps.mjs';

/**
 * A vault with purge protection outlives `azd down` for days and keeps its name. The next deployment of the same
 * environment brings it back, with the pepper in it; no other deployment may ask for that.
 */
export const recoverVault = {
  title: 'deleted vault of this environment',
  async run() {
    const query =
      `[?properties.tags."azd-env-name"=='${need('AZURE_ENV_NAME')}'` +
      ` && properties.location=='${need('AZURE_LOCATION')}'].name`;
    const names = await readCli('az', [
      ...['keyvault', 'list-deleted', '--resource-type', 'vault'],
      ...['--query', query, '--output', 'json'],
    ]);
    await keep('RECOVER_KEY_VAULT', String(names.length > 0));
    return names.length > 0 ? done(`${names.join(', ')} comes back`) : unchanged('there is none');
  },
};
