import { join } from 'node:path';
import { DEVELOPMENT_BLOB_PORT, DEVELOPMENT_TABLE_PORT } from '../stack/choose-ports';
import { type Stack } from '../stack/start-stack';

type Line = readonly [name: string, value: string];

/** The addresses of a stack, and what a person pastes into clients, for the terminal. */
export function toAddressLines(stack: Stack, dataDirectory: string): string[] {
  const services: readonly Line[] = [
    ...toAppLines(stack.baseUrl),
    ...(stack.appService === undefined ? [] : [['Resource Manager', stack.appService.endpoint] as const]),
    ...(stack.dataFactory === undefined ? [] : [['Data Factory', stack.dataFactory.endpoint] as const]),
    ...(stack.databricks === undefined ? [] : [['Databricks', stack.databricks.baseUrl] as const]),
    ...(stack.powerBi === undefined ? [] : [['Power BI', stack.powerBi.arrivedUrl] as const]),
    ['App settings', join(dataDirectory, 'app-settings.json')],
    ['Files, logs', dataDirectory],
  ];
  return ['', ...services.map(toText), '', '  Paste into clients:', ...toClientLines(stack).map(toText), ''];
}

/**
 * What each family of clients wants. The strings are those of the app's settings. Go's storage SDK does not know
 * `UseDevelopmentStorage`.
 */
export function toClientLines({
  eventHubs,
  lake,
  tablePort,
  settings,
}: Pick<Stack, 'eventHubs' | 'lake' | 'tablePort' | 'settings'>): Line[] {
  const isWellKnown = lake.port === DEVELOPMENT_BLOB_PORT && tablePort === DEVELOPMENT_TABLE_PORT;
  const emulator: readonly Line[] = isWellKnown
    ? [['.NET, Java, JavaScript, Python, Storage Explorer', 'UseDevelopmentStorage=true']]
    : [];
  const storageOptions =
    lake.port === DEVELOPMENT_BLOB_PORT
      ? '{"use_emulator": "true"}'
      : `{"use_emulator": "true"} and AZURITE_BLOB_STORAGE_URL=${new URL(lake.baseUrl).origin}`;
  return [
    ['Event Hubs, every SDK', eventHubs.connectionString],
    ...emulator,
    ['Blobs and Data Lake, every SDK', lake.connectionString],
    ['Data Lake (dfs) by URL', `${lake.baseUrl} (the port of blobs)`],
    ['delta-rs, polars: storage_options', storageOptions],
    ['Tables, every SDK', settings['Tables'] ?? ''],
  ];
}

function toAppLines(baseUrl: string): readonly Line[] {
  if (baseUrl === '') return [];
  const api = `${baseUrl}/api`;
  return [
    ['Monitor page', `${api}/monitor`],
    ['Function app', api],
    ['  contracts', `${api}/contracts`],
    ['  ingest an event', `POST ${api}/ingest/iot/telemetry`],
    ['  refreshes', `${api}/refresh`],
    ['  OpenAPI', `${api}/openapi.json`],
  ];
}

/** A long name has a line of its own. */
function toText([name, value]: Line): string {
  return name.length > NAME_WIDTH
    ? `  ${name}\n  ${' '.repeat(NAME_WIDTH)} ${value}`
    : `  ${name.padEnd(NAME_WIDTH)} ${value}`;
}

const NAME_WIDTH = 18;
