import { need } from './environment.mjs';
import { stderrOf } from './errors.mjs';
import { needCli, readCli, runCli } from './run-cli.mjs';
import { withRetries } from './with-retries.mjs';

/**
 * Calls a REST API as the person or program that is signed in to the Azure CLI.
 *
 * @template T shape of the answer: that of the variable which takes it
 * @param {'get' | 'post' | 'put' | 'patch' | 'delete'} method
 * @param {string} url
 * @param {{resource?: string, body?: unknown}} [options] `resource` is what the token is for, where that is not Azure
 *   Resource Manager; `body` a text, or what is written as JSON
 * @returns {Promise<T | undefined>} undefined where the answer is empty
 */
export async function callRest(method, url, options = {}) {
  return withRetries(() => readCli('az', restArgs(method, url, options)));
}

/**
 * Reads from a REST API.
 *
 * @template T shape of the answer: that of the variable which takes it
 * @param {string} url
 * @param {{resource?: string}} [options]
 * @returns {Promise<T>}
 * @throws Error where the answer is empty
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
 * What Azure Resource Manager knows under an address; undefined where it, or its resource group, is gone.
 *
 * @template T shape of the answer: that of the variable which takes it
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

/** The one user-assigned identity of the function app: its client id and its object id. */
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

/** The same before `azd down`: undefined where an earlier try has already deleted the app. */
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
 * Sets app settings that are not as wanted; a change restarts the app, so nothing is written otherwise.
 *
 * @param {Record<string, string>} wanted none of them secret
 * @returns {Promise<string[]>} the names of those that changed
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
