import { isOn, need, valueOf } from '../lib/environment.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { readCli } from '../lib/run-cli.mjs';
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

    const account = await readCli('az', ['account', 'show', '--query', '{id:id}', '--output', 'json']);
    const wanted = valueOf('AZURE_SUBSCRIPTION_ID');
    if (wanted !== undefined && account?.id !== wanted)
      throw new Error(
        `az is set to the subscription ${account?.id}, azd to ${wanted}; run \`az account set --subscription ${wanted}\``,
      );
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

function whatIsMissing(tools) {
  return tools.flatMap((tool) => {
    try {
      findTool(tool);
      return [];
    } catch (error) {
      return [error.message];
    }
  });
}
