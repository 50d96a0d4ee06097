import { requireToken } from './bearer-token';
import { type Json, parseJson } from './json';
import { Refusal, toNestedError } from './refusal';
import { type RestApi, type RestRequest } from './rest-api';
import { type FoundRoute, type Route, type Router } from './router';

const AUDIENCE = 'https://management.azure.com';

/** Limit of a body in bytes, far above what any operation here needs. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The parts of a resource's path, `/subscriptions/…/resourceGroups/…/providers/<type>/<name>`. */
export interface ArmId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** The only resource of a stand-in of Azure Resource Manager. */
export interface ArmResource {
  /** Resource type, such as `Microsoft.Web/sites`. */
  readonly type: string;
  /** Name for messages, such as `the site`. */
  readonly title: string;
  readonly id: ArmId;
  /** @throws Refusal for an unsupported version */
  readonly requireVersion: (version: string) => void;
  /** Makes the refusal of an operation that the stand-in does not support. */
  readonly notImplemented: (what: string) => Refusal;
}

/**
 * Splits a path below a resource.
 *
 * @returns `undefined` for a path of another type; `rest` is the part after the resource, `''` for the
 *   resource itself
 */
export function readArmPath(type: string, path: string): (ArmId & { readonly rest: string }) | undefined {
  const pattern = new RegExp(
    `^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/${type.replaceAll('.', '\\.')}/([^/]+)(/.*)?$`,
    'i',
  );
  const [, subscription, resourceGroup, name, rest = ''] = pattern.exec(path) ?? [];
  if (!subscription || !resourceGroup || !name) return undefined;
  return { subscription, resourceGroup, name, rest };
}

/**
 * Finds an operation of the resource. The paths of the table begin after the resource.
 *
 * @throws Refusal 404 for another subscription, group or resource; 400 for another api-version; 501 for other operations
 */
export function routeArm<Operation extends Route>(
  { method, url }: RestRequest,
  router: Router<Operation>,
  { type, title, id, requireVersion, notImplemented }: ArmResource,
): FoundRoute<Operation> {
  const asked = readArmPath(type, url.pathname);
  if (asked === undefined) throw notImplemented(`${method} ${url.pathname}`);
  requireSame(asked, { type, id });
  const version = url.searchParams.get('api-version');
  if (version === null)
    throw new Refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  requireVersion(version);
  const found = router.find(method, asked.rest);
  if (found === undefined)
    throw notImplemented(`${method} ${asked.rest === '' ? `of ${title} itself` : asked.rest}`);
  return found;
}

function requireSame(asked: ArmId, { type, id }: Pick<ArmResource, 'type' | 'id'>): void {
  const { subscription, resourceGroup, name } = asked;
  if (!isSameName(subscription, id.subscription))
    throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  if (!isSameName(resourceGroup, id.resourceGroup))
    throw new Refusal(404, 'ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`);
  if (!isSameName(name, id.name))
    throw new Refusal(
      404,
      'ResourceNotFound',
      `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found.`,
    );
}

/** Compares two names of subscriptions, groups or resources; case is ignored. */
function isSameName(encoded: string, name: string): boolean {
  try {
    return decodeURIComponent(encoded).toLowerCase() === name.toLowerCase();
  } catch (error) {
    if (error instanceof URIError) throw malformedPart(encoded);
    throw error;
  }
}

export function malformedPart(text: string): Refusal {
  return badRequest(`"${text}" is not well encoded.`);
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}

export function unsupportedApiVersion(version: string, supported: string): Refusal {
  return new Refusal(
    400,
    'NoRegisteredProviderFound',
    `The api-version '${version}' is not supported; ${supported}.`,
  );
}

/**
 * Parses a JSON body; returns `undefined` if it is empty.
 *
 * @throws Refusal 400 for a body that is not JSON
 */
export function parseArmBody(text: string): Json | undefined {
  return text.trim() === '' ? undefined : parseJson(text, () => badRequest('The body is not JSON.'));
}

function unauthorized(code: string, message: string): Refusal {
  return new Refusal(401, code, message, {
    headers: {
      'www-authenticate': 'Bearer authorization_uri="https://login.windows.net/", error="invalid_token"',
    },
  });
}

/** The parts that all APIs of Azure Resource Manager share: tokens, bodies, errors, request ids. */
export const armDefaults = {
  authenticate: requireToken(AUDIENCE, {
    missing: () =>
      unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."),
    invalid: (reason) =>
      unauthorized('InvalidAuthenticationToken', `The access token is invalid: ${reason}.`),
    wrongAudience: (audience) =>
      unauthorized(
        'InvalidAuthenticationTokenAudience',
        `The access token is for the audience '${audience}', not for '${AUDIENCE}'.`,
      ),
    expired: (expiredAt, now) =>
      unauthorized(
        'ExpiredAuthenticationToken',
        `The access token ended at ${expiredAt.toISOString()}; it is now ${now.toISOString()}.`,
      ),
  }),
  body: {
    maxBytes: MAX_BODY_BYTES,
    tooLarge: () => new Refusal(413, 'RequestContentTooLarge', 'The body is too large.'),
  },
  toErrorReply: toNestedError,
  forbiddenCode: 'AuthorizationFailed',
  headers: ({ id }) => ({
    'cache-control': 'no-cache',
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': id,
  }),
} as const satisfies Partial<RestApi<{ readonly tokenKey: string }>>;
