import { readAccount } from '../lib/account.mjs';
import { isOn, need } from '../lib/environment.mjs';
import { whatIsMissing } from '../lib/find-tool.mjs';
import { done } from '../lib/steps.mjs';

/**
 * Reports missing tools before anything is created, and not after a quarter of an hour. Nothing works without the
 * Azure CLI. A tool that only one part needs stops that part, which can be deployed later.
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
          ? [
              'The rest is deployed. Install the tools, then `azd hooks run postprovision` deploys the missing parts.',
            ]
          : []),
      ].join('\n'),
    );
  },
};
