import { join } from 'node:path';
import { DEVELOPMENT_BLOB_PORT, DEVELOPMENT_TABLE_PORT } from '../stack/choose-ports';
import { type Stack } from '../stack/start-stack';

type Line = readonly [name: string, value: string];
type Clients = Pick<Stack, 'eventHubs' | 'lake' | 'tablePort' | 'settings'>;

/** The addresses of a stack, and what a person pastes into clients, for the terminal. */
export function toAddressLines(stack: Stack, dataDirectory: string): string[] {
  const services: readonly Line[] = [
    ...toAppLines(stack.baseUrl),
    ...(stack.appService === undefined ? [] : [['Resource Manager', stack.appService.endpoint] as const]),
    ...(stack.dataFactory === undefined ? [] : [['Data Factory', stack.dataFactory.endpoint] as const]),
    ...(stack.databricks === undefined ? [] : [['Databricks', stack.databricks.baseUrl] as const]),
    ...(stack.powerBi === undefined ? [] : [['Power BI', stack.powerBi.arrivedUrl] as const]),
    ...(stack.keyVault === undefined ? [] : [['Key Vault', stack.keyVault.vaultUrl] as const]),
    ['CA certificate', stack.caFile],
    ['App settings', join(dataDirectory, 'app-settings.json')],
    ['Files, logs', dataDirectory],
  ];
  return ['', ...services.map(toText), '', '  For other programs', ...toClientLines(stack), ''];
}

/**
 * What a person pastes into each family of clients. The strings are those of the app's settings. Go's storage SDK does
 * not know `UseDevelopmentStorage`.
 */
function toClientLines({ eventHubs, lake, tablePort, settings }: Clients): readonly string[] {
  const hasBlobs = lake.port === DEVELOPMENT_BLOB_PORT;
  const hasAll = hasBlobs && tablePort === DEVELOPMENT_TABLE_PORT;
  const rustOptions = hasBlobs
    ? ''
    : `, with the variable AZURITE_BLOB_STORAGE_URL=${new URL(lake.baseUrl).origin}`;
  const families: readonly Line[] = [
    ['Event Hubs, every SDK', eventHubs.connectionString],
    ['Event Hubs with TLS or WebSockets', eventHubs.tlsConnectionString],
    ...(hasAll
      ? ([['Storage in .NET, Java, JavaScript, Python', 'UseDevelopmentStorage=true']] as const)
      : []),
    ['Blobs and Data Lake, every SDK', lake.connectionString],
    ['Data Lake (dfs) by URL, with the account in the path', lake.baseUrl],
    ['delta-rs and polars, storage_options', `{"use_emulator": "true"}${rustOptions}`],
    ['Tables, every SDK', settings['Tables'] ?? ''],
  ];
  return families.flatMap(([name, value]) => [`    ${name}:`, `      ${value}`]);
}

function toAppLines(baseUrl: string): readonly Line[] {
  if (baseUrl === '') return [];
  const api = `${baseUrl}/api`;
  return [
    ['Monitor page', `${api}/monitor`],
    ['Function app', api],
    ['  HTTP API', `${api}/docs`],
    ['  contracts', `${api}/contracts`],
    ['  ingest an event', `POST ${api}/ingest/iot/telemetry`],
    ['  refreshes', `${api}/refresh`],
    ['  OpenAPI', `${api}/openapi.json`],
  ];
}

function toText([name, value]: Line): string {
  return `  ${name.padEnd(18)} ${value}`;
}
