import { callRest, findAppIdentity, readAppIdentity, readRest } from '../lib/azure.mjs';
import { need, valueOf } from '../lib/environment.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

// https://learn.microsoft.com/rest/api/power-bi/groups/add-group-user
const POWER_BI = 'https://api.powerbi.com/v1.0/myorg/groups';
const RESOURCE = 'https://analysis.windows.net/powerbi/api';
const ENOUGH = new Set(['Contributor', 'Member', 'Admin']);

/**
 * Changes the workspace of this deployment through the REST API of Power BI.
 *
 * @param {'post' | 'put' | 'delete'} method
 * @param {string} path below the workspace
 * @param {unknown} [body]
 */
function callPowerBi(method, path, body) {
  return callRest(method, `${POWER_BI}/${need('POWER_BI_WORKSPACE_ID')}${path}`, {
    resource: RESOURCE,
    body,
  });
}

/**
 * Reads from the workspace of this deployment.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} path below the workspace
 * @returns {Promise<T>}
 */
function readPowerBi(path) {
  return readRest(`${POWER_BI}/${need('POWER_BI_WORKSPACE_ID')}${path}`, { resource: RESOURCE });
}

/** The app writes rows and requests refreshes: both need *Contributor* in the workspace. */
export const grantPowerBi = {
  title: 'right of the app to write to Power BI',
  async run() {
    if (valueOf('POWER_BI_WORKSPACE_ID') === undefined) return skipped('POWER_BI_WORKSPACE_ID is not set');
    const { principalId } = await readAppIdentity();
    const right = await findRight(principalId);
    if (right !== undefined && ENOUGH.has(right)) return unchanged(right);
    // An existing entry is changed with PUT, a new one created with POST.
    await callPowerBi(right === undefined ? 'post' : 'put', '/users', {
      identifier: principalId,
      groupUserAccessRight: 'Contributor',
      principalType: 'App',
    });
    return done('Contributor');
  },
};

/** The workspace is not part of the deployment, so its objects are removed before `azd down`. */
export const leavePowerBi = {
  title: 'removal of the app from Power BI',
  async run() {
    if (valueOf('POWER_BI_WORKSPACE_ID') === undefined) return skipped('POWER_BI_WORKSPACE_ID is not set');
    const removed = [];
    /** @type {{value?: readonly {id: string, name: string}[]}} */
    const { value: datasets = [] } = await readPowerBi('/datasets');
    const ours = [valueOf('POWER_BI_DATASET_ID')];
    if (valueOf('DEPLOY_SEMANTIC_MODEL') === 'true') ours.push(valueOf('POWER_BI_SEMANTIC_MODEL_ID'));
    for (const { id, name } of datasets.filter((dataset) => ours.includes(dataset.id))) {
      await callPowerBi('delete', `/datasets/${id}`);
      removed.push(name);
    }
    const identity = await findAppIdentity();
    if (identity !== undefined && (await findRight(identity.principalId)) !== undefined) {
      await callPowerBi('delete', `/users/${identity.principalId}`);
      removed.push('the role of the app');
    }
    return removed.length > 0 ? done(removed.join(', ')) : unchanged('there are none');
  },
};

/** @param {string} principalId object id of the app's identity */
async function findRight(principalId) {
  /** @type {{value?: readonly {identifier: string, groupUserAccessRight: string}[]}} */
  const { value: users = [] } = await readPowerBi('/users');
  return users.find(({ identifier }) => identifier === principalId)?.groupUserAccessRight;
}
