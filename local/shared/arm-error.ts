/** A request that is answered with an error of Azure Resource Manager: `{"error": {"code", "message"}}`. */
export class ArmError extends Error {
  override readonly name = 'ArmError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export function badRequest(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

/** A request without `?api-version=`. */
export function missingApiVersion(): ArmError {
  return new ArmError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

export function unsupportedApiVersion(version: string, supported: string): ArmError {
  return new ArmError(
    400,
    'NoRegisteredProviderFound',
    `The api-version '${version}' is not supported; ${supported}.`,
  );
}

export function subscriptionNotFound(subscription: string): ArmError {
  return new ArmError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
}

export function resourceGroupNotFound(resourceGroup: string): ArmError {
  return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`);
}

/** @param resource type and name, such as `Microsoft.Web/sites/my-app` */
export function resourceNotFound(resource: string, resourceGroup: string): ArmError {
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${resource}' under resource group '${resourceGroup}' was not found.`,
  );
}
