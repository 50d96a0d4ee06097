/** Path at which clients outside the app manage instances. */
export const WEBHOOK_PATH = '/runtime/webhooks/durabletask';

/** Placeholder of the instance id in the URLs of the client binding. */
export const INSTANCE_PLACEHOLDER = 'INSTANCEID';

/** Default name of a task hub's connection. */
export const CONNECTION_NAME = 'Storage';

export interface ManagementUrlOptions {
  /** Such as `http://127.0.0.1:7071`. */
  readonly origin: string;
  readonly hubName: string;
  /** Undefined if keys are not enforced. */
  readonly key: string | undefined;
}

/** Query string of every management URL. */
export function commonQuery({ hubName, key }: ManagementUrlOptions): string {
  const code = key === undefined ? '' : `&code=${encodeURIComponent(key)}`;
  return `taskHub=${encodeURIComponent(hubName)}&connection=${CONNECTION_NAME}${code}`;
}

/** The management URLs of one instance. Source: learn.microsoft.com, "HTTP APIs in Durable Functions". */
export function managementUrls(options: ManagementUrlOptions, instanceId: string): Record<string, string> {
  const isPlaceholder = instanceId === INSTANCE_PLACEHOLDER;
  const id = isPlaceholder ? instanceId : encodeURIComponent(instanceId);
  const instance = `${options.origin}${WEBHOOK_PATH}/instances/${id}`;
  const query = commonQuery(options);
  return {
    id: instanceId,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}

/** The input of a `durableClient` binding for the library. */
export function toClientInput(options: ManagementUrlOptions, rpcBaseUrl: string): Record<string, unknown> {
  const base = `${options.origin}${WEBHOOK_PATH}`;
  const create = `${base}/orchestrators/{functionName}[/{instanceId}]`;
  const query = options.key === undefined ? '' : `code=${encodeURIComponent(options.key)}`;
  return {
    taskHubName: options.hubName,
    creationUrls: {
      createNewInstancePostUri: `${create}?${query}`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${query}`,
    },
    managementUrls: managementUrls(options, INSTANCE_PLACEHOLDER),
    baseUrl: base,
    requiredQueryStringParameters: query,
    rpcBaseUrl,
  };
}
