import { StandInError } from '../../kit';
import { type Settings } from '../app/settings';

/** Where a hub is and how to get in. */
export interface EventHubsConnection {
  readonly hostname: string;
  readonly port: number;
  readonly keyName: string;
  readonly key: string;
  /** The hub that the connection string itself names; it wins over the binding's. */
  readonly entityPath: string | undefined;
}

const DEFAULT_PORT = 5672;

/**
 * The connection that a binding names: the app setting of that name, or `AzureWebJobs` before it, as on the platform.
 *
 * @throws StandInError `option_invalid` when there is none or it is malformed, `unsupported` when it leads to Azure:
 * a host on one machine that takes partitions away from a deployed app would be a nasty surprise
 */
export function readConnection(name: string, settings: Settings, where: string): EventHubsConnection {
  const value = settings[name] ?? settings[`AzureWebJobs${name}`];
  if (value === undefined) {
    if (settings[`${name}__fullyQualifiedNamespace`] !== undefined) {
      throw new StandInError(
        'unsupported',
        `${where}: "${name}" connects by identity, which needs TLS; give a connection string`,
      );
    }
    throw new StandInError('option_invalid', `${where}: there is no app setting "${name}"`);
  }
  return parseConnectionString(value, `${where}, app setting "${name}"`);
}

/** The form of the emulator: `Endpoint=sb://host[:port];SharedAccessKeyName=…;SharedAccessKey=…;UseDevelopmentEmulator=true`. */
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
      `${where} must hold Endpoint=sb://…, SharedAccessKeyName and SharedAccessKey`,
    );
  }
  if (parts.get('usedevelopmentemulator')?.toLowerCase() !== 'true') {
    throw new StandInError(
      'unsupported',
      `${where} must hold UseDevelopmentEmulator=true: this host reads local hubs only`,
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
