import { BlobServiceClient } from '@azure/storage-blob';
import { toAddressLines } from '../../../../local/cli/addresses';
import { type Stack } from '../../../../local/stack/start-stack';

const ACCOUNT = 'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;';

function stackOn(
  ports: { readonly lake: number; readonly tables: number },
  more: Partial<Stack> = {},
): Stack {
  const baseUrl = `http://127.0.0.1:${ports.lake}/devstoreaccount1`;
  const connectionString = `${ACCOUNT}BlobEndpoint=${baseUrl};`;
  return {
    baseUrl: '',
    eventHubs: {
      port: 5,
      connectionString: 'Endpoint=sb://127.0.0.1:5;UseDevelopmentEmulator=true',
      tlsConnectionString: 'Endpoint=sb://localhost:5',
    },
    lake: { port: ports.lake, baseUrl, connectionString },
    tablePort: ports.tables,
    appService: undefined,
    databricks: undefined,
    dataFactory: undefined,
    keyVault: undefined,
    powerBi: undefined,
    caFile: '/data/certificates/ca.pem',
    settings: {
      Lake: connectionString,
      Tables: `${ACCOUNT}TableEndpoint=http://127.0.0.1:${ports.tables}/d;`,
    },
    sources: [],
    processIds: () => Promise.resolve({}),
    stopSimulators: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...more,
  };
}

/** Returns what is printed for a family of clients. */
function forClients(stack: Stack): Record<string, string> {
  const lines = toAddressLines(stack, '/data');
  const families = lines.slice(lines.indexOf('  For other programs') + 1).filter((line) => line !== '');
  return Object.fromEntries(
    families.flatMap((line, index) =>
      index % 2 === 0 ? [[line.trim().replace(/:$/, ''), (families[index + 1] ?? '').trim()]] : [],
    ),
  );
}

it('prints for each family of clients what to paste', () => {
  const stack = stackOn({ lake: 10_000, tables: 10_002 });
  const printed = forClients(stack);
  expect(printed).toEqual({
    'Event Hubs, every SDK': stack.eventHubs.connectionString,
    'Event Hubs with TLS or WebSockets': stack.eventHubs.tlsConnectionString,
    'Storage in .NET, Java, JavaScript, Python': 'UseDevelopmentStorage=true',
    'Blobs and Data Lake, every SDK': stack.settings['Lake'],
    'Data Lake (dfs) by URL, with the account in the path': 'http://127.0.0.1:10000/devstoreaccount1',
    'delta-rs and polars, storage_options': '{"use_emulator": "true"}',
    'Tables, every SDK': stack.settings['Tables'],
  });
  // The SDK has the ports of its own.
  const client = BlobServiceClient.fromConnectionString('UseDevelopmentStorage=true');
  expect(client.url).toBe(stack.lake.baseUrl);
});

it.each([
  ['the lake', { lake: 54_321, tables: 10_002 }],
  ['tables', { lake: 10_000, tables: 54_321 }],
])('does not print UseDevelopmentStorage when %s has another port', (_, ports) => {
  expect(Object.values(forClients(stackOn(ports)))).not.toContain('UseDevelopmentStorage=true');
});

it('prints the address for delta-rs and polars when the lake has another port', () => {
  expect(forClients(stackOn({ lake: 54_321, tables: 10_002 }))['delta-rs and polars, storage_options']).toBe(
    '{"use_emulator": "true"}, with the variable AZURITE_BLOB_STORAGE_URL=http://127.0.0.1:54321',
  );
});

it('prints the addresses of the app only when it runs', () => {
  const ports = { lake: 1, tables: 2 };
  const running = stackOn(ports, { baseUrl: 'http://127.0.0.1:7071' });
  expect(toAddressLines(running, '/data')).toContain(
    '  Monitor page       http://127.0.0.1:7071/api/monitor',
  );
  expect(toAddressLines(stackOn(ports), '/data').join('\n')).not.toMatch(/Monitor page|\/api/);
});
