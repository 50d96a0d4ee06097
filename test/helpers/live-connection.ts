import { type Connection } from '../../src/lib/platform/azure/connections';

/**
 * A real Azure service to run a port's suite against, from an environment variable: a connection string, or an
 * endpoint that is reached as the developer's own login.
 */
export function liveConnection(variable: string): Connection | undefined {
  const value = process.env[variable];
  if (value === undefined || value === '') return undefined;
  return value.includes('=')
    ? { kind: 'connectionString', connectionString: value }
    : { kind: 'identity', endpoint: value, clientId: undefined };
}
