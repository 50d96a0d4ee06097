import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { need, valueOf } from './lib/environment.mjs';
import { needCli, runCli } from './lib/run-cli.mjs';

/**
 * Creates the azd environment on a machine that has none, as in CI. On a person's machine it is in the folder .azure.
 *
 * Switches come from AZD_SETTINGS, a JSON object of names and texts, and from AZD_VARIABLES. The latter has all
 * variables of the repository, of which those in azure.yaml's pipeline are used. Values that hooks of earlier
 * deployments stored are read from the app. Otherwise, provisioning would reset them until the hooks run again. The
 * identity of IoT Hub, an output for the next deployment, is read, too.
 */
const GIVEN_BY_HOOKS = ['DATABRICKS_JOB_ID', 'POWER_BI_DATASET_ID', 'POWER_BI_SEMANTIC_MODEL_ID'];

const name = need('AZURE_ENV_NAME');
/** @type {Record<string, unknown>} */
const switches = JSON.parse(valueOf('AZD_SETTINGS') ?? '{}');

await runCli('azd', [
  'env',
  'new',
  name,
  '--no-prompt',
  '--subscription',
  need('AZURE_SUBSCRIPTION_ID'),
  '--location',
  need('AZURE_LOCATION'),
]);
const values = { ...(await readGiven()), ...readVariables(), ...switches };
for (const [key, value] of Object.entries(values)) {
  if (!/^[A-Z][A-Z0-9_]*$/.test(key)) throw new Error(`AZD_SETTINGS: "${key}" is not the name of a switch`);
  await runCli('azd', ['env', 'set', key, String(value)]);
}
console.log(`  done       azd environment ${name}: ${Object.keys(values).join(', ') || 'defaults'}`);

/** Switches among the variables of the repository; an empty one is not set. */
function readVariables() {
  const yaml = readFileSync(join(import.meta.dirname, '..', 'azure.yaml'), 'utf8');
  const listed = /^pipeline:\n(?: .*\n)*? {2}variables:\n((?: {4}- \w+\n)+)/m.exec(yaml)?.[1] ?? '';
  const known = new Set([...listed.matchAll(/- (\w+)/g)].map(([, variable]) => variable));
  /** @type {Record<string, unknown>} */
  const variables = JSON.parse(valueOf('AZD_VARIABLES') ?? '{}');
  return Object.fromEntries(
    Object.entries(variables).filter(([variable, value]) => known.has(variable) && value !== ''),
  );
}

async function readGiven() {
  /** @type {readonly {type: string, name: string, group: string, principal: string | null}[]} */
  const resources = await needCli('az', [
    // The command accepts no other filter besides a tag.
    'resource',
    'list',
    '--tag',
    `azd-env-name=${name}`,
    '--output',
    'json',
    '--query',
    "[?type=='Microsoft.Web/sites' || type=='Microsoft.Devices/IotHubs'].{type:type,name:name,group:resourceGroup,principal:identity.principalId}",
  ]);
  /** @param {string} type */
  const find = (type) => resources.find((resource) => resource.type === type);
  // Without it the hub would be created without its route again: see bicep/main.bicep.
  const principal = find('Microsoft.Devices/IotHubs')?.principal;
  const app = find('Microsoft.Web/sites');
  return {
    ...(app === undefined ? {} : await readAppSettings(app)),
    ...(principal ? { IOT_HUB_PRINCIPAL_ID: principal } : {}),
  };
}

/** @param {{name: string, group: string}} app */
async function readAppSettings(app) {
  const query = `[?${GIVEN_BY_HOOKS.map((setting) => `name=='${setting}'`).join(' || ')}].{name:name,value:value}`;
  /** @type {readonly {name: string, value: string | null}[]} */
  const settings = await needCli('az', [
    'functionapp',
    'config',
    'appsettings',
    'list',
    '--query',
    query,
    '--output',
    'json',
    '--name',
    app.name,
    '--resource-group',
    app.group,
  ]);
  return Object.fromEntries(
    settings.map((setting) => [setting.name, setting.value]).filter(([, value]) => value),
  );
}
