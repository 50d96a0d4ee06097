import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY } from '../../../../local/lake';
import { type AppSettingsOptions, toAppSettings } from '../../../../local/stack/app-settings';
import { DEFAULT_PORTS } from '../../../../local/stack/choose-port';

const ROOT = join(__dirname, '../../../..');
const LAKE = `DefaultEndpointsProtocol=http;AccountName=${DEVELOPMENT_ACCOUNT};AccountKey=${DEVELOPMENT_ACCOUNT_KEY};BlobEndpoint=http://127.0.0.1:7/${DEVELOPMENT_ACCOUNT};`;

const settingsWith = (options: Partial<AppSettingsOptions>): Record<string, string> =>
  toAppSettings({
    eventHubsConnectionString: 'hubs',
    lakeConnectionString: LAKE,
    tablePort: 8,
    hostStorage: undefined,
    eventsPerSecond: 0,
    sources: [],
    simulated: [],
    faults: undefined,
    seed: 1,
    ...options,
  });

/** The names that Java's `ConnectionSettingsFilter` knows for an account key; it refuses others. */
const KNOWN_TO_JAVA = [
  'DefaultEndpointsProtocol',
  'AccountName',
  'AccountKey',
  'BlobEndpoint',
  'QueueEndpoint',
  'TableEndpoint',
];

const fieldsOf = (connectionString: string): Record<string, string> =>
  Object.fromEntries(
    connectionString
      .split(';')
      .filter((field) => field !== '')
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );

it('keeps the state of the local host in the lake', () => {
  expect(settingsWith({})['AzureWebJobsStorage']).toBe(LAKE);
});

it("keeps the state of Core Tools' host in Azurite, with each endpoint explicit", () => {
  const settings = settingsWith({ hostStorage: { blobs: 11, queues: 12 } });
  expect(fieldsOf(settings['AzureWebJobsStorage'] ?? '')).toEqual({
    DefaultEndpointsProtocol: 'http',
    AccountName: DEVELOPMENT_ACCOUNT,
    AccountKey: DEVELOPMENT_ACCOUNT_KEY,
    BlobEndpoint: `http://127.0.0.1:11/${DEVELOPMENT_ACCOUNT}`,
    QueueEndpoint: `http://127.0.0.1:12/${DEVELOPMENT_ACCOUNT}`,
    TableEndpoint: `http://127.0.0.1:8/${DEVELOPMENT_ACCOUNT}`,
  });
  expect(settings['Lake']).toBe(LAKE);
});

it('has only names in connection strings that the builders of Java accept', () => {
  const example = JSON.parse(readFileSync(join(ROOT, 'local.settings.example.json'), 'utf8')) as {
    readonly Values: Record<string, string>;
  };
  const all = [settingsWith({}), settingsWith({ hostStorage: { blobs: 1, queues: 2 } }), example.Values];
  const storage = all
    .flatMap(({ AzureWebJobsStorage = '', Lake = '', Tables = '' }) => [AzureWebJobsStorage, Lake, Tables])
    .filter((text) => text !== 'UseDevelopmentStorage=true');
  expect(storage).toHaveLength(8);
  for (const text of storage) {
    expect(KNOWN_TO_JAVA).toEqual(expect.arrayContaining(Object.keys(fieldsOf(text))));
  }
});

it('names the default address of the lake in the example', () => {
  const example = JSON.parse(readFileSync(join(ROOT, 'local.settings.example.json'), 'utf8')) as {
    readonly Values: { readonly Lake: string };
  };
  const { url } = BlobServiceClient.fromConnectionString(example.Values.Lake);
  expect(url).toBe(`http://127.0.0.1:${DEFAULT_PORTS.lake}/${DEVELOPMENT_ACCOUNT}`);
  expect(url).toBe(BlobServiceClient.fromConnectionString('UseDevelopmentStorage=true').url);
});
