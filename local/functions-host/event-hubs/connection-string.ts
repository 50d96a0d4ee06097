import { StandInError } from '../../kit';
import { type Settings } from '../app/settings';

/** Address and key of a hub. */
export interface EventHubsConnection {
  readonly hostname: string;
  readonly port: number;
  readonly keyName: string;
  readonly key: string;
  /** Name of the hub in the connection string; it has priority over the binding's. */
  readonly entityPath: string | undefined;
}

const DEFAULT_PORT = 5672;

/**
 * Reads the connection of a binding: the app setting with that name, or with the prefix `AzureWebJobs`, as on
 * the platform.
 *
 * @throws StandInError `option_invalid` if it is missing or malformed. `unsupported` if it refers to Azure,
 *   where a local host would take partitions away from a deployed app.
 */
export function readConnection(name: string, settings: Settings, where: string): EventHubsConnection {
  const value = settings[name] ?? settings[`AzureWebJobs${name}`];
  if (value === undefined) {
    if (settings[`${name}__fullyQualifiedNamespace`] !== undefined) {
      throw new StandInError(
        'unsupported',
        `${where}: "${name}" connects by identity, which needs TLS; use a connection string`,
      );
    }
    throw new StandInError('option_invalid', `${where}: the app setting "${name}" is missing`);
  }
  return parseConnectionString(value, `${where}, app setting "${name}"`);
}

/**
 * The format of the emulator:
 * `Endpoint=sb://host[:port];SharedAccessKeyName=…;SharedAccessKey=…;UseDevelopmentEmulator=true`.
 */
export function parseConnectionString(text: string, where: string): EventHubsConnection {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) parts.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  const endpoint = parts.get('endpoint');
  const keyName = parts.get('sharedaccesskeyname');
  const key = parts.get('sharedaccesskey');
  if (endpoint === undefined || keyName === undefined || key === undefined || !URL.canParse(endpoint)) {
    throw new StandInError(
      'option_invalid',
      `${where} must contain Endpoint=sb://…, SharedAccessKeyName and SharedAccessKey`,
    );
  }
  if (parts.get('usedevelopmentemulator')?.toLowerCase() !== 'true') {
    throw new StandInError(
      'unsupported',
      `${where} must contain UseDevelopmentEmulator=true: this host reads only local hubs`,
    );
  }
  const url = new URL(endpoint);
  return {
    hostname: url.hostname,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    keyName,
    key,
    entityPath: parts.get('entitypath'),
  };
}
