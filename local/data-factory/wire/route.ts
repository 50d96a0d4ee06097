import {
  missingApiVersion,
  resourceGroupNotFound,
  resourceNotFound,
  subscriptionNotFound,
  unsupportedApiVersion,
} from '../../shared/arm-error';
import { decodePart, isSameName } from '../../shared/arm-http';
import { type FaultTarget } from '../faults';
import { notImplemented } from './factory-error';

export const API_VERSION = '2018-06-01';

/** The factory's own address, `/subscriptions/…/resourceGroups/…/providers/Microsoft.DataFactory/factories/…`. */
export interface FactoryId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly factory: string;
}

const FACTORY_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.DataFactory\/factories\/([^/]+)(\/.*)?$/i;

/** @returns `undefined` for a text that is no resource id of a factory */
export function readFactoryId(resourceId: string): FactoryId | undefined {
  const [, subscription, resourceGroup, factory, rest] = FACTORY_ID.exec(resourceId) ?? [];
  if (!subscription || !resourceGroup || !factory || rest !== undefined) return undefined;
  return { subscription, resourceGroup, factory };
}

/** Method, what follows the factory in the path, and query parameters that may be given. Paths do not depend on case. */
const ROUTES: readonly {
  readonly operation: FaultTarget['operation'];
  readonly method: string;
  readonly path: RegExp;
  readonly query?: readonly string[];
}[] = [
  { operation: 'CreateRun', method: 'POST', path: /^\/pipelines\/(?<pipelineName>[^/]+)\/createRun$/i },
  { operation: 'GetRun', method: 'GET', path: /^\/pipelineruns\/(?<runId>[^/]+)$/i },
  { operation: 'QueryRuns', method: 'POST', path: /^\/queryPipelineRuns$/i },
  {
    operation: 'CancelRun',
    method: 'POST',
    path: /^\/pipelineruns\/(?<runId>[^/]+)\/cancel$/i,
    // Speaks of child pipelines, which are not executed here.
    query: ['isRecursive'],
  },
  {
    operation: 'QueryActivityRuns',
    method: 'POST',
    path: /^\/pipelineruns\/(?<runId>[^/]+)\/queryActivityruns$/i,
  },
];

/**
 * Which operation a request asks for.
 *
 * @throws ArmError 404 for another subscription, group or factory; 400 for another api-version; 501 for other operations
 */
export function route(method: string, url: URL, id: FactoryId): FaultTarget {
  const [, subscription, resourceGroup, factory, rest = ''] = FACTORY_ID.exec(url.pathname) ?? [];
  if (!subscription || !resourceGroup || !factory) throw notImplemented(`${method} ${url.pathname}`);
  if (!isSameName(subscription, id.subscription)) throw subscriptionNotFound(subscription);
  if (!isSameName(resourceGroup, id.resourceGroup)) throw resourceGroupNotFound(resourceGroup);
  if (!isSameName(factory, id.factory)) {
    throw resourceNotFound(`Microsoft.DataFactory/factories/${factory}`, resourceGroup);
  }
  requireApiVersion(url);
  for (const { operation, method: expected, path, query = [] } of ROUTES) {
    const match = path.exec(rest);
    if (match === null || method !== expected) continue;
    const unknown = [...url.searchParams.keys()].find(
      (name) => name !== 'api-version' && !query.includes(name),
    );
    if (unknown !== undefined) throw notImplemented(`the query parameter ${unknown}`);
    const names = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodePart(value)]);
    return { operation, ...(Object.fromEntries(names) as Omit<FaultTarget, 'operation'>) };
  }
  throw notImplemented(`${method} ${rest === '' ? 'of the factory itself' : rest}`);
}

function requireApiVersion(url: URL): void {
  const version = url.searchParams.get('api-version');
  if (version === null) throw missingApiVersion();
  if (version !== API_VERSION) throw unsupportedApiVersion(version, `'${API_VERSION}' is`);
}
