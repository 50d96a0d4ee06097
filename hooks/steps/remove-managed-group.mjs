import { findWorkspace } from '../lib/databricks.mjs';
import { keep, valueOf } from '../lib/environment.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/**
 * Databricks keeps the storage of the catalog that it made with the workspace, in a resource group of its own:
 * https://learn.microsoft.com/azure/databricks/admin/workspace/delete-workspace
 * While that group is there, no workspace can be made that names it. It is known before the workspace goes, and can be
 * deleted after.
 */
export const noteManagedGroup = {
  title: 'resource group of Databricks itself',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const workspace = await findWorkspace();
    if (workspace === undefined) return skipped('the workspace is gone');
    const group = workspace.properties.managedResourceGroupId.split('/').at(-1) ?? '';
    await keep('DATABRICKS_MANAGED_GROUP', group);
    return done(`${group} goes after the workspace`);
  },
};

export const removeManagedGroup = {
  title: 'resource group of Databricks itself',
  async run() {
    const group = valueOf('DATABRICKS_MANAGED_GROUP');
    if (group === undefined) return skipped('there was none');
    const isThere = (await runCli('az', ['group', 'exists', '--name', group])) === 'true';
    if (isThere) await runCli('az', ['group', 'delete', '--name', group, '--yes', '--output', 'none']);
    await keep('DATABRICKS_MANAGED_GROUP', '');
    return isThere ? done(`${group} is deleted`) : unchanged(`${group} went with the workspace`);
  },
};
