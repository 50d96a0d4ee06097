import { need } from './environment.mjs';
import { stderrOf } from './errors.mjs';
import { needCli, readCli, runCli } from './run-cli.mjs';
import { withRetries } from './with-retries.mjs';

/**
 * Calls a REST API with the sign-in of the Azure CLI.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {'get' | 'post' | 'put' | 'patch' | 'delete'} method
 * @param {string} url
 * @param {{resource?: string, body?: unknown}} [options] `resource` is the audience of the token, by default Azure
 * Resource Manager. `body` is a text, or a value for JSON
 * @returns {Promise<T | undefined>} undefined if the answer is empty
 */
export async function callRest(method, url, options = {}) {
  return withRetries(() => readCli('az', restArgs(method, url, options)));
}

/**
 * Reads from a REST API.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} url
 * @param {{resource?: string}} [options]
 * @returns {Promise<T>}
 * @throws Error if the answer is empty
 */
export async function readRest(url, options = {}) {
  return withRetries(() => needCli('az', restArgs('get', url, options)));
}

/**
 * @param {string} method
 * @param {string} url
 * @param {{resource?: string, body?: unknown}} options
 */
function restArgs(method, url, { resource, body }) {
  const args = ['rest', '--method', method, '--url', url, '--output', 'json'];
  if (resource !== undefined) args.push('--resource', resource);
  if (body !== undefined) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    args.push('--headers', 'Content-Type=application/json', '--body', text);
  }
  return args;
}

/**
 * Reads a resource from Azure Resource Manager; undefined if it or its resource group does not exist.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} url
 * @returns {Promise<T | undefined>}
 */
export async function findResource(url) {
  try {
    return await callRest('get', url);
  } catch (error) {
    if (/ResourceNotFound|ResourceGroupNotFound/.test(stderrOf(error))) return undefined;
    throw error;
  }
}

/** The user-assigned identity of the function app: its client id and its object id. */
export async function readAppIdentity() {
  /** @type {{userAssignedIdentities?: Record<string, {clientId: string, principalId: string}> | null} | undefined} */
  const identity = await readCli('az', ['functionapp', 'identity', 'show', '--output', 'json', ...appArgs()]);
  const identities = Object.values(identity?.userAssignedIdentities ?? {});
  const [first] = identities;
  if (first === undefined || identities.length > 1)
    throw new Error(
      `the function app has ${identities.length} user-assigned identities; it needs exactly one`,
    );
  return { clientId: first.clientId, principalId: first.principalId };
}

/** The same before `azd down`: undefined if an earlier try has already deleted the app. */
export async function findAppIdentity() {
  try {
    return await readAppIdentity();
  } catch (error) {
    if (/ResourceNotFound|ResourceGroupNotFound|Unable to find Web App/.test(stderrOf(error)))
      return undefined;
    throw error;
  }
}

/**
 * Sets the app settings that differ. A change restarts the app, so equal settings are not written.
 *
 * @param {Record<string, string>} wanted none of them secret
 * @returns {Promise<string[]>} the names of the changed ones
 */
export async function setAppSettings(wanted) {
  const names = Object.keys(wanted);
  const query = `[?${names.map((name) => `name=='${name}'`).join(' || ')}].{name:name,value:value}`;
  /** @type {readonly {name: string, value: string}[] | undefined} */
  const current = await readCli('az', [
    'functionapp',
    'config',
    'appsettings',
    'list',
    '--query',
    query,
    '--output',
    'json',
    ...appArgs(),
  ]);
  const values = new Map((current ?? []).map(({ name, value }) => [name, value]));
  const changed = names.filter((name) => values.get(name) !== wanted[name]);
  if (changed.length > 0) {
    // Without `--output none` the command prints every setting of the app.
    await runCli('az', [
      'functionapp',
      'config',
      'appsettings',
      'set',
      '--output',
      'none',
      ...appArgs(),
      '--settings',
      ...changed.map((name) => `${name}=${wanted[name]}`),
    ]);
  }
  return changed;
}

/** The arguments that name the function app. */
export function appArgs() {
  return ['--name', need('FUNCTION_APP_NAME'), '--resource-group', need('AZURE_RESOURCE_GROUP')];
}
