import { z } from 'zod';
import { readSettings } from '../../../../src/lib/platform/settings';
import { SEMANTIC_MODEL } from '../../../../src/lib/refresh/settings';
import { SINKS, type SinksConfig } from '../../../../src/lib/live/sinks/settings';

/** The settings, with a schedule of deliveries. */
function read(settings: Readonly<Record<string, string>>): { config: SinksConfig; problems: string[] } {
  const problems: string[] = [];
  const parsed = z.object(SINKS.shape).parse(settings);
  const config = SINKS.toConfig({ ...parsed, LIVE_DELIVER_SCHEDULE: '*/10 * * * * *' }, problems);
  return { config, problems };
}

const WORKSPACE = 'f089354e-8366-4e18-aea3-4cb4a3a50b48';
const DATASET = 'cfafbeb1-8037-4d0c-896e-a46fb27ff229';

test('configures no sink by default', () => {
  expect(read({})).toEqual({
    problems: [],
    config: {
      names: [],
      windowsTable: 'windows',
      powerBi: { endpoint: 'https://api.powerbi.com' },
      eventstream: undefined,
    },
  });
});

test('keeps the order of LIVE_SINKS', () => {
  const { config } = read({ LIVE_SINKS: ' table, power-bi,table' });
  expect(config.names).toEqual(['table', 'power-bi']);
});

test('reads Power BI with a token or with push URLs', () => {
  const ids = { POWER_BI_WORKSPACE_ID: WORKSPACE, POWER_BI_DATASET_ID: DATASET };
  expect(read({ LIVE_SINKS: 'power-bi', ...ids })).toMatchObject({
    problems: [],
    config: { powerBi: { rows: { form: 'token', workspaceId: WORKSPACE, datasetId: DATASET } } },
  });
  const vault = { KEY_VAULT_URL: 'https://v.vault.azure.net', POWER_BI_PUSH_URL_SECRET: 'push-urls' };
  expect(read({ LIVE_SINKS: 'power-bi', ...vault })).toMatchObject({
    problems: [],
    config: {
      powerBi: { rows: { form: 'push-url', vaultUrl: 'https://v.vault.azure.net', secret: 'push-urls' } },
    },
  });
});

test('reads an Eventstream with a connection string or an identity', () => {
  const byString = 'Endpoint=sb://e/;SharedAccessKeyName=k;SharedAccessKey=s;EntityPath=es_1';
  expect(read({ LIVE_SINKS: 'eventstream', Eventstream: byString })).toMatchObject({
    problems: [],
    config: { eventstream: { connection: { kind: 'connectionString', connectionString: byString } } },
  });
  expect(
    read({
      LIVE_SINKS: 'eventstream',
      Eventstream__fullyQualifiedNamespace: 'e.servicebus.windows.net',
      EVENTSTREAM_HUB: 'es_1',
    }),
  ).toMatchObject({
    problems: [],
    config: {
      eventstream: { connection: { kind: 'identity', endpoint: 'e.servicebus.windows.net' }, hub: 'es_1' },
    },
  });
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['an unknown sink', { LIVE_SINKS: 'kafka' }, /^LIVE_SINKS: unknown sink kafka/],
  ['Power BI without a dataset', { LIVE_SINKS: 'power-bi' }, /^LIVE_SINKS: power-bi needs/],
  [
    'a secret without a vault',
    { LIVE_SINKS: 'power-bi', POWER_BI_PUSH_URL_SECRET: 'push-urls' },
    /^KEY_VAULT_URL/,
  ],
  [
    'both forms at once',
    { LIVE_SINKS: 'power-bi', POWER_BI_PUSH_URL_SECRET: 'push-urls', POWER_BI_DATASET_ID: DATASET },
    /^POWER_BI_DATASET_ID: set either/,
  ],
  ['an Eventstream without a connection', { LIVE_SINKS: 'eventstream' }, /^Eventstream: set either/],
  [
    'an Eventstream without a hub',
    { LIVE_SINKS: 'eventstream', Eventstream: 'Endpoint=sb://e/;SharedAccessKeyName=k;SharedAccessKey=s' },
    /^EVENTSTREAM_HUB/,
  ],
])('reports the remedy for %s', (_, settings, problem) => {
  expect(read(settings).problems).toEqual([expect.stringMatching(problem)]);
});

test('requires a workspace for a semantic model', () => {
  const settings = { POWER_BI_SEMANTIC_MODEL_ID: DATASET };
  expect(() => readSettings({ semanticModel: SEMANTIC_MODEL }, settings)).toThrow(
    'POWER_BI_WORKSPACE_ID: set it',
  );
});

test('requires a delivery schedule for sinks', () => {
  const problems: string[] = [];
  SINKS.toConfig(z.object(SINKS.shape).parse({ LIVE_SINKS: 'table' }), problems);
  expect(problems).toEqual([expect.stringMatching(/^LIVE_DELIVER_SCHEDULE: set a schedule/)]);
});

test('ignores settings of a sink that is not in LIVE_SINKS', () => {
  expect(read({ POWER_BI_DATASET_ID: DATASET, EVENTSTREAM_HUB: 'es_1' }).problems).toEqual([]);
});
