/**
 * How a service is reached: with a connection string (this machine) or as the app's identity (Azure). The names follow
 * the identity-based connections of Azure Functions, `<Connection>__<property>`
 * (https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection).
 */
export type Connection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly endpoint: string; readonly clientId: string | undefined };

export interface ConnectionName {
  /** Such as `EventHubs`. */
  readonly name: string;
  /** Such as `fullyQualifiedNamespace`. */
  readonly endpointProperty: string;
}

/**
 * A connection as the settings say it.
 *
 * @param given settings that are set, by name
 * @param problems gets a sentence for what is missing, or there twice
 */
export function readConnection(
  given: Readonly<Record<string, string | undefined>>,
  { name, endpointProperty }: ConnectionName,
  problems: string[],
): Connection {
  const text = (setting: string): string | undefined => given[setting];
  const connectionString = text(name);
  const endpoint = text(`${name}__${endpointProperty}`);
  if (connectionString !== undefined && endpoint !== undefined) {
    problems.push(`${name}: set either ${name} or ${name}__${endpointProperty}, not both`);
  }
  if (connectionString !== undefined) return { kind: 'connectionString', connectionString };
  if (endpoint === undefined) {
    problems.push(
      `${name}: set ${name} to a connection string, or ${name}__${endpointProperty} to use the app's identity`,
    );
  }
  return {
    kind: 'identity',
    endpoint: endpoint ?? '',
    clientId: text(`${name}__clientId`) ?? text('AZURE_CLIENT_ID'),
  };
}
