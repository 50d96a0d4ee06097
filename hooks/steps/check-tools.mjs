import { isOn, need, valueOf } from '../lib/environment.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { readCli } from '../lib/run-cli.mjs';
import { done } from '../lib/steps.mjs';

/** Says before anything is made what is missing on this machine, rather than after a quarter of an hour. */
export const checkTools = {
  title: 'tools and sign-in',
  async run() {
    const tools = ['az', 'azd', 'npm'];
    if (isOn('DEPLOY_DATABRICKS', true)) tools.push('databricks');
    if (isOn('DEPLOY_SYNAPSE')) tools.push('sqlcmd');
    const missing = tools.flatMap((tool) => {
      try {
        findTool(tool);
        return [];
      } catch (error) {
        return [error.message];
      }
    });
    if (missing.length > 0) throw new Error(missing.join('\n'));

    const account = await readCli('az', ['account', 'show', '--query', '{id:id}', '--output', 'json']);
    const wanted = valueOf('AZURE_SUBSCRIPTION_ID');
    if (wanted !== undefined && account?.id !== wanted)
      throw new Error(
        `az is set to the subscription ${account?.id}, azd to ${wanted}; run \`az account set --subscription ${wanted}\``,
      );
    return done(`${tools.join(', ')}; environment ${need('AZURE_ENV_NAME')}`);
  },
};
