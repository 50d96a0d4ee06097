import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOn, need, valueOf } from '../lib/environment.mjs';
import { messageOf } from '../lib/errors.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/** Once a year: a schedule for a disabled timer, because the host still resolves its binding. */
const NEVER = '0 0 0 1 1 *';

const fileName = () =>
  join(valueOf('SLUICE_PROJECT') ?? join(import.meta.dirname, '..', '..'), 'local.settings.json');

/** Disables functions that a hub or a schedule starts, for every deployed source. */
export async function settingsOfSources() {
  const file = join(import.meta.dirname, '../../bicep/sources.json');
  /** @type {readonly { readonly name: string, readonly simulator: object | null }[]} */
  const sources = JSON.parse(await readFile(file, 'utf8'));
  /** @type {Record<string, string>} */
  const settings = {};
  for (const { name, simulator } of sources) {
    const kinds = simulator === null ? ['land'] : ['land', 'simulate'];
    const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
    for (const kind of kinds) settings[`AzureWebJobs.${kind}${capitalised}.Disabled`] = 'true';
    if (simulator !== null) settings[`SIMULATE_${name.toUpperCase()}_SCHEDULE`] = NEVER;
  }
  return settings;
}

/** Settings with the services of the deployment, for a user who is signed in to the Azure CLI. */
export function settingsOfDeployment() {
  const namespace = need('EVENT_HUBS_NAMESPACE');
  return withoutEmpty({
    EventHubs__fullyQualifiedNamespace: namespace.includes('.')
      ? namespace
      : `${namespace}.servicebus.windows.net`,
    Lake__blobServiceUri: `https://${need('LAKE_NAME')}.blob.core.windows.net`,
    Tables__tableServiceUri: `https://${need('HOST_STORAGE_NAME')}.table.core.windows.net`,
    KEY_VAULT_URL: valueOf('KEY_VAULT_URL'),
    DATABRICKS_WORKSPACE_URL: valueOf('DATABRICKS_JOB_ID') && valueOf('DATABRICKS_WORKSPACE_URL'),
    DATABRICKS_JOB_ID: valueOf('DATABRICKS_JOB_ID'),
    DATA_FACTORY_RESOURCE_ID: valueOf('DATA_FACTORY_RESOURCE_ID'),
    POWER_BI_WORKSPACE_ID: valueOf('POWER_BI_WORKSPACE_ID'),
    POWER_BI_DATASET_ID: valueOf('POWER_BI_DATASET_ID'),
    POWER_BI_SEMANTIC_MODEL_ID: valueOf('POWER_BI_SEMANTIC_MODEL_ID'),
  });
}

/**
 * local.settings.json for `func start` against the deployment.
 *
 * The app in Azure keeps landing. A second one on this machine, with its own checkpoints, would take its partitions
 * away. Every function with a hub or a schedule is therefore disabled, and the host keeps its own state in Azurite.
 */
export const writeLocalSettings = {
  title: 'local.settings.json',
  async run() {
    if (!isOn('WRITE_LOCAL_SETTINGS', valueOf('CI') === undefined))
      return skipped('WRITE_LOCAL_SETTINGS is not true');
    const environment = need('AZURE_ENV_NAME');
    const before = await readSettings();
    if (before !== undefined && before.azdEnvironment === undefined)
      return skipped('an existing file was not written by a deployment; remove it to get a new one');
    const after = {
      azdEnvironment: environment,
      IsEncrypted: false,
      Values: {
        FUNCTIONS_WORKER_RUNTIME: 'node',
        AzureWebJobsStorage: 'UseDevelopmentStorage=true',
        ...settingsOfDeployment(),
        ...(await settingsOfSources()),
      },
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return unchanged(`is already for ${environment}`);
    await writeFile(fileName(), `${JSON.stringify(after, null, 2)}\n`);
    return done(`has the services of ${environment}; hubs and schedules are disabled in it`);
  },
};

/** Settings of a removed deployment are useless. */
export const removeLocalSettings = {
  title: 'local.settings.json',
  async run() {
    const before = await readSettings();
    if (before?.azdEnvironment !== need('AZURE_ENV_NAME')) return skipped('this deployment did not write it');
    await rm(fileName());
    return done('removed');
  },
};

/**
 * Content of the file; undefined if there is none.
 *
 * @returns {Promise<{azdEnvironment?: string} | undefined>}
 */
async function readSettings() {
  try {
    return JSON.parse(await readFile(fileName(), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`local.settings.json cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * @param {Record<string, string | undefined>} values
 * @returns {Record<string, string>}
 */
function withoutEmpty(values) {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
