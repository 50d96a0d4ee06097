import { readAccount } from '../lib/account.mjs';
import { isOn, need } from '../lib/environment.mjs';
import { whatIsMissing } from '../lib/find-tool.mjs';
import { done } from '../lib/steps.mjs';

/**
 * Says before anything is made what is missing on this machine, rather than after a quarter of an hour. Nothing goes
 * without the Azure CLI. A tool that one part alone needs holds up that part, which can be made up for.
 */
export const checkTools = {
  title: 'tools and sign-in',
  async run() {
    const parts = [];
    if (isOn('DEPLOY_DATABRICKS', true)) parts.push('databricks');
    if (isOn('DEPLOY_SYNAPSE')) parts.push('sqlcmd');
    const missing = whatIsMissing(['az', 'azd', 'npm']);
    if (missing.length > 0) throw new Error([...missing, ...whatIsMissing(parts)].join('\n'));

    await readAccount();
    const later = whatIsMissing(parts);
    return done(
      [
        `environment ${need('AZURE_ENV_NAME')}`,
        ...later,
        ...(later.length > 0
          ? ['The rest is deployed; then `azd hooks run postprovision` makes up for it.']
          : []),
      ].join('\n'),
    );
  },
};
