import { callDatabricks, findInDatabricks, findWorkspace } from '../lib/databricks.mjs';
import { need, valueOf } from '../lib/environment.mjs';
import { CliError } from '../lib/errors.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { needCli, readCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

const CATALOG = '/api/2.1/unity-catalog';
const CONTAINERS = ['bronze', 'silver', 'gold'];

/**
 * Names of the storage credential and the external locations of this lake in Unity Catalog. Workspaces share a
 * metastore, so the names contain the lake's.
 */
export function catalogNames() {
  const lake = need('LAKE_NAME');
  return {
    credential: `sluice_${lake}`,
    locations: CONTAINERS.map((container) => ({
      name: `sluice_${lake}_${container}`,
      url: `abfss://${container}@${lake}.dfs.core.windows.net/`,
      isReadOnly: container === 'bronze',
    })),
  };
}

/**
 * Clusters reach the lake through Unity Catalog: a storage credential, and an external location per container. Objects
 * that exist are left as they are.
 */
export const openLake = {
  title: 'lake in Unity Catalog',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const { credential, locations } = catalogNames();
    const made = [];
    if (!(await findInDatabricks(`${CATALOG}/storage-credentials/${credential}`))) {
      await create(`${CATALOG}/storage-credentials`, {
        name: credential,
        azure_managed_identity: await readConnector(),
        comment: 'Access connector of Sluice',
      });
      made.push(credential);
    }
    for (const { name, url, isReadOnly } of locations) {
      if (await findInDatabricks(`${CATALOG}/external-locations/${name}`)) continue;
      await create(`${CATALOG}/external-locations`, {
        name,
        url,
        credential_name: credential,
        read_only: isReadOnly,
        comment: 'Container of the lake of Sluice',
      });
      made.push(name);
    }
    return made.length > 0 ? done(made.join(', ')) : unchanged(`${locations.length} external locations`);
  },
};

/** The metastore outlives the workspace, so its objects for the lake are removed before the workspace. */
export const closeLake = {
  title: 'removal of the lake from Unity Catalog',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    // Without the workspace nobody here can reach its metastore. An administrator removes what an earlier try left.
    if ((await findWorkspace()) === undefined) return skipped('the workspace is gone');
    // The tool that creates the objects is missing, and no bundle was deployed: probably there is nothing to remove.
    if (valueOf('DATABRICKS_JOB_ID') === undefined && !hasCli())
      return skipped('the Databricks CLI is not on this machine, and no bundle was deployed');
    const { credential, locations } = catalogNames();
    const removed = [];
    for (const { name } of locations) {
      if (!(await findInDatabricks(`${CATALOG}/external-locations/${name}`))) continue;
      await callDatabricks('delete', `${CATALOG}/external-locations/${name}?force=true`);
      removed.push(name);
    }
    if (await findInDatabricks(`${CATALOG}/storage-credentials/${credential}`)) {
      await callDatabricks('delete', `${CATALOG}/storage-credentials/${credential}?force=true`);
      removed.push(credential);
    }
    return removed.length > 0 ? done(removed.join(', ')) : unchanged('it is not there');
  },
};

/**
 * Creates an object. An administrator of the workspace may do it if Databricks created the metastore. Otherwise an
 * administrator of the metastore has to grant it: the error says so, after the retries of `callDatabricks`.
 *
 * @param {string} path
 * @param {unknown} body
 */
async function create(path, body) {
  try {
    await callDatabricks('post', path, body);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (/no metastore|metastore.* not (assigned|enabled)/i.test(error.stderr))
      error.message +=
        '\nAsk an administrator of the Databricks account to assign the metastore of this region to the workspace.';
    else if (/CREATE[ _](STORAGE|EXTERNAL)|PERMISSION_DENIED/i.test(error.stderr))
      error.message +=
        '\nAsk an administrator of the metastore for CREATE STORAGE CREDENTIAL and CREATE EXTERNAL LOCATION on it.';
    throw error;
  }
}

function hasCli() {
  try {
    return findTool('databricks') !== undefined;
  } catch {
    return false;
  }
}

async function readConnector() {
  const id = valueOf('DATABRICKS_ACCESS_CONNECTOR_ID') ?? (await findConnector());
  /** @type {{userAssignedIdentities?: Record<string, unknown> | null} | undefined} */
  const identity = await readCli('az', [
    'resource',
    'show',
    '--ids',
    id,
    '--query',
    'identity',
    '--output',
    'json',
  ]);
  const [managedIdentity] = Object.keys(identity?.userAssignedIdentities ?? {});
  return {
    access_connector_id: id,
    // Without a user-assigned identity, Databricks uses the one of the connector itself.
    ...(managedIdentity === undefined ? {} : { managed_identity_id: managedIdentity }),
  };
}

async function findConnector() {
  /** @type {readonly string[]} */
  const ids = await needCli('az', [
    'resource',
    'list',
    '--resource-group',
    need('AZURE_RESOURCE_GROUP'),
    '--resource-type',
    'Microsoft.Databricks/accessConnectors',
    '--query',
    '[].id',
    '--output',
    'json',
  ]);
  const [id] = ids;
  if (id === undefined || ids.length > 1)
    throw new Error(`the resource group has ${ids.length} access connectors; it needs exactly one`);
  return id;
}
