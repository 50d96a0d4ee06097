import { findResource } from './azure.mjs';
import { need, valueOf } from './environment.mjs';
import { stderrOf } from './errors.mjs';
import { needCli, readCli, runCli } from './run-cli.mjs';
import { withRetries } from './with-retries.mjs';

/** The target of databricks/databricks.yml. @default prod, whose job is in no user's folder */
export const bundleTarget = () => valueOf('DATABRICKS_TARGET') ?? 'prod';

/** Signs in the Databricks CLI with the Azure CLI's sign-in, to the workspace of this deployment. */
export function databricksEnvironment() {
  return {
    DATABRICKS_HOST: need('DATABRICKS_WORKSPACE_URL'),
    DATABRICKS_AUTH_TYPE: 'azure-cli',
    // An account with the right to manage the resource becomes an administrator of the workspace at the first call
    // with its id.
    DATABRICKS_AZURE_RESOURCE_ID: need('DATABRICKS_WORKSPACE_ID'),
  };
}

/**
 * Reads the workspace from Azure Resource Manager; undefined if it does not exist.
 * https://learn.microsoft.com/rest/api/databricks/workspaces/get
 *
 * @returns {Promise<{properties: {managedResourceGroupId: string}} | undefined>}
 */
export function findWorkspace() {
  return findResource(`${need('DATABRICKS_WORKSPACE_ID')}?api-version=2026-01-01`);
}

/**
 * Runs a command of the Databricks CLI.
 *
 * @param {readonly string[]} args
 * @param {{input?: string, cwd?: string}} [options]
 */
export function runDatabricks(args, options = {}) {
  return runCli('databricks', args, { ...options, env: databricksEnvironment() });
}

/**
 * Calls the REST API of the workspace.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {'get' | 'post' | 'put' | 'patch' | 'delete'} method
 * @param {string} path
 * @param {unknown} [body] written as JSON
 * @returns {Promise<T | undefined>} undefined if the answer is empty
 */
export function callDatabricks(method, path, body) {
  const args = ['api', method, path];
  if (body !== undefined) args.push('--json', JSON.stringify(body));
  return withRetries(() => readCli('databricks', args, { env: databricksEnvironment() }));
}

/**
 * Reads from the REST API of the workspace.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} path
 * @returns {Promise<T>}
 * @throws Error if the answer is empty
 */
export function readDatabricks(path) {
  return withRetries(() => needCli('databricks', ['api', 'get', path], { env: databricksEnvironment() }));
}

/**
 * Reads an object that may not exist; undefined if it does not.
 *
 * @param {string} path
 * @returns {Promise<unknown>}
 */
export async function findInDatabricks(path) {
  try {
    return await callDatabricks('get', path);
  } catch (error) {
    if (/does not exist|DOES_NOT_EXIST|NOT_FOUND|\b404\b/i.test(stderrOf(error))) return undefined;
    throw error;
  }
}
