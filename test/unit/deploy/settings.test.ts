import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings, readAllSettings } from '../../../tools/settings/all-settings';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import {
  changed,
  ofType,
  REPOSITORY,
  resourcesOf,
  type Shape,
  SHAPES,
} from '../../testing/fixtures/snapshots';
import { checkFlexSettings, checkFlexSite, compareSettings, deployedSettings } from './settings';

/** A value as Azure may return it: computed values become one of their kind. */
function answered(name: string, value: string, shape: Shape): string {
  // One shape has a job; the compiler leaves the value to Azure, because it depends on the workspace's address.
  if (name === 'DATABRICKS_JOB_ID') return shape === 'longest-name' ? '1' : '';
  if (!value.startsWith('[')) return value;
  if (value.includes('Authorization=AAD')) return `ClientId=${ID};Authorization=AAD`;
  if (value.includes('serviceBusEndpoint')) return 'evhns-x.servicebus.windows.net';
  if (value.includes('ConnectionString'))
    return `InstrumentationKey=${ID};IngestionEndpoint=https://in.example/`;
  if (/https:|vaultUri/.test(value)) return 'https://x.example';
  return ID;
}
const ID = '00000000-0000-0000-0000-0000000000a1';

const settings = describeSettings().map(({ name }) => name);

describe('settings', () => {
  it.each(SHAPES)('match in a deployment: the app has all settings that it reads: %s', (shape) => {
    const given = Object.keys(deployedSettings(resourcesOf(shape)));
    const leftOut = {
      EventHubs: 'a connection string; the app uses its identity',
      Lake: 'a connection string; the app uses its identity',
      Tables: 'a connection string; the app uses its identity',
      'Eventstream__*': 'the endpoint of an Eventstream is given as a Key Vault reference',
      DATA_FACTORY_ENDPOINT: 'the default is the public cloud',
      POWER_BI_ENDPOINT: 'the default is the public cloud',
      'MAX_*': 'the default; a limit of the app, not of a place',
      POISON_ATTEMPTS: 'the default',
      'SWEEP_*': 'the default',
      'SIMULATION_*': 'the default world and faults',
      REFRESH_PIPELINES_EVERY_MINUTES: 'the default',
      REFRESH_AFTER_EVENTS: 'the default',
      'REFRESH_POLL_*': 'the default',
      REFRESH_TIMEOUT_MINUTES: 'the default',
      REFRESH_HISTORY_DAYS: 'the default',
      LIVE_RETENTION_HOURS: 'the default',
      LIVE_MAX_GROUPS: 'the default',
      LIVE_CHANGES_WAIT_SECONDS: 'off by default: an open page would keep an instance busy',
      LIVE_DELIVER_PAUSE_MILLISECONDS: 'the default',
      QUARANTINE_MAX_ATTEMPTS: 'the default',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'telemetry goes to Application Insights',
      OTEL_EXPORTER_OTLP_HEADERS: 'telemetry goes to Application Insights',
      OTEL_SERVICE_NAME: 'the default',
      OTEL_METRIC_EXPORT_INTERVAL: 'the default',
      OTEL_BSP_SCHEDULE_DELAY: 'the default',
      OTEL_SDK_DISABLED: 'the default',
      AzureWebJobsStorage: 'a connection string; the host uses its identity',
      FUNCTION_APP_RESOURCE_ID: 'for a command that a person runs',
      RESOURCE_MANAGER_ENDPOINT: 'for a command that a person runs; the default is the public cloud',
    };
    const besides = {
      AzureWebJobsStorage__credential: 'of the Functions host',
      AzureWebJobsStorage__queueServiceUri: 'of the Functions host',
      AzureWebJobsStorage__tableServiceUri: 'of the Functions host',
      AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime: 'of the Functions host',
      'AzureWebJobs.*.Disabled': 'of the Functions host: simulators are switched off',
    };
    expect(compareSettings({ known: settings, given, leftOut, besides })).toEqual([]);
    expect(given.filter((name) => name.startsWith('AzureWebJobs.'))).toHaveLength(SIMULATED_SOURCES.length);
    expect(checkFlexSettings(given)).toEqual([]);
  });

  it.each(SHAPES)('match in a deployment: the app accepts their values: %s', (shape) => {
    const config = readAllSettings(
      Object.fromEntries(
        Object.entries(deployedSettings(resourcesOf(shape))).map(([name, value]) => [
          name,
          answered(name, value, shape),
        ]),
      ),
    );
    expect(config.eventHubs.kind).toBe('identity');
  });

  it.each(SHAPES)('match in a deployment: the plan accepts the settings of the site: %s', (shape) => {
    expect(checkFlexSite(resourcesOf(shape))).toEqual([]);
  });

  it('match in the example for a developer, which is usable without changes', () => {
    const text = readFileSync(join(REPOSITORY, 'local.settings.example.json'), 'utf8');
    const { Values: values } = JSON.parse(text) as { readonly Values: Readonly<Record<string, string>> };
    const identities = 'identities are for Azure; here there are connection strings';
    const leftOut = {
      AZURE_CLIENT_ID: identities,
      'EventHubs__*': identities,
      'Lake__*': identities,
      'Tables__*': identities,
      'Eventstream__*': identities,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: identities,
      'AzureWebJobsStorage__*': identities,
      FUNCTION_APP_RESOURCE_ID: 'there is no function app in Azure',
      RESOURCE_MANAGER_ENDPOINT: 'there is no function app in Azure',
    };
    const besides = {
      FUNCTIONS_WORKER_RUNTIME: 'of the Functions host, which Core Tools ask for',
    };
    expect(compareSettings({ known: settings, given: Object.keys(values), leftOut, besides })).toEqual([]);
    expect(readAllSettings(values).eventHubs.kind).toBe('connectionString');
  });

  it('match in the file that hooks write for a developer', () => {
    const text = readFileSync(join(REPOSITORY, 'hooks/steps/write-local-settings.mjs'), 'utf8');
    const given = [...text.matchAll(/^\s+([A-Z]\w*[A-Z_]\w*): [^{]/gm)].map(([, name = '']) => name);
    const besides = { FUNCTIONS_WORKER_RUNTIME: 'of Core Tools' };
    const known = [...settings, ...Object.keys(besides), 'IsEncrypted'];
    expect(given).toEqual(expect.arrayContaining(['Lake__blobServiceUri', 'KEY_VAULT_URL']));
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('match on the page of settings', () => {
    const text = readFileSync(join(REPOSITORY, 'docs/settings.md'), 'utf8');
    const given = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
    expect(compareSettings({ known: settings, given, leftOut: {}, besides: {} })).toEqual([]);
  });
});

describe('the checks of settings', () => {
  it.each([
    [['A'], {}, 'B_1 is missing'],
    [['A', 'B_1', 'C'], {}, 'C is read by nobody'],
    [['A', 'B_1'], { 'B_*': 'why' }, 'B_1 is there, though it is said to be left out'],
    [['A', 'B_1'], { C: 'why' }, 'C is said to be left out, and there is no such setting'],
  ])('report %j with %j', (given, leftOut, fault) => {
    expect(compareSettings({ known: ['A', 'B_1'], given, leftOut, besides: {} })).toEqual([fault]);
  });

  it('match a name with a wildcard only to names of that form', () => {
    const compare = (given: readonly string[]): readonly string[] =>
      compareSettings({ known: [], given, leftOut: {}, besides: { 'X_*_Y': 'why' } });
    expect(compare(['X_A_Y', 'X_B_Y'])).toEqual([]);
    expect(compare(['X_A_Y', 'X_A_Z'])).toEqual(['X_A_Z is read by nobody']);
    expect(compare([])).toEqual(['X_*_Y is said to be there besides, and is not']);
  });

  it.each([
    [{ siteConfig: { ftpsState: 'Disabled' } }, 'siteConfig.ftpsState is refused'],
    [{ siteConfig: { linuxFxVersion: 'NODE|22' } }, 'linuxFxVersion is refused'],
    [{ functionAppConfig: undefined }, 'has no functionAppConfig'],
  ])('report settings of a site that Flex Consumption refuses, with %j', (properties, fault) => {
    const [site] = ofType(resourcesOf('default'), 'Microsoft.Web/sites');
    if (site === undefined) throw new Error('the snapshot has no site');
    expect(checkFlexSite([changed(site, {}, properties)])).toEqual([expect.stringContaining(fault)]);
  });

  it('report settings that Flex Consumption and identities forbid', () => {
    expect(checkFlexSettings(['A', 'FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage'])).toEqual([
      'FUNCTIONS_WORKER_RUNTIME is not for Flex Consumption',
      'AzureWebJobsStorage would hold a connection string',
    ]);
  });
});
