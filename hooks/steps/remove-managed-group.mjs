import { findWorkspace } from '../lib/databricks.mjs';
import { keep, valueOf } from '../lib/environment.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/**
 * Databricks keeps the storage of its catalog in a separate resource group after the workspace is deleted. While that
 * group exists, no workspace with its name can be created. Its name is known before the workspace is deleted, and it
 * can be deleted afterwards. https://learn.microsoft.com/azure/databricks/admin/workspace/delete-workspace
 */
export const noteManagedGroup = {
  title: 'managed resource group of Databricks',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const workspace = await findWorkspace();
    if (workspace === undefined) return skipped('the workspace is gone');
    const group = workspace.properties.managedResourceGroupId.split('/').at(-1) ?? '';
    await keep('DATABRICKS_MANAGED_GROUP', group);
    return done(`${group} is deleted after the workspace`);
  },
};

export const removeManagedGroup = {
  title: 'managed resource group of Databricks',
  async run() {
    const group = valueOf('DATABRICKS_MANAGED_GROUP');
    if (group === undefined) return skipped('there was none');
    const isThere = (await runCli('az', ['group', 'exists', '--name', group])) === 'true';
    if (isThere) await runCli('az', ['group', 'delete', '--name', group, '--yes', '--output', 'none']);
    await keep('DATABRICKS_MANAGED_GROUP', '');
    return isThere ? done(`${group} is deleted`) : unchanged(`${group} was deleted with the workspace`);
  },
};
