import { deleteDataset, listDatasets, postDataset } from '../operations/datasets';
import { type Operation } from '../operations/operation';
import { listRefreshes, startRefresh } from '../operations/refreshes';
import { deleteRows, postRows, pushRows } from '../operations/rows';
import { listTables, putTable } from '../operations/tables';
import { notSupported, Refusal } from './refusal';

const BASE = '/v1.0/myorg';

const OPERATIONS: readonly Operation[] = [
  listDatasets,
  postDataset,
  deleteDataset,
  listTables,
  putTable,
  postRows,
  deleteRows,
  startRefresh,
  listRefreshes,
];

export interface Route {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether the request needs a token; a push URL has its own key. */
  readonly needsToken: boolean;
}

/** @throws Refusal for what is not an operation, of this API or of this service */
export function findRoute(method: string, path: string): Route {
  const pushUrl = match(pushRows, path);
  if (pushUrl !== undefined && method === 'POST')
    return { operation: pushRows, parameters: pushUrl, needsToken: false };
  if (path.startsWith(`${BASE}/`)) {
    const below = path.slice(BASE.length);
    for (const operation of OPERATIONS) {
      const parameters = operation.method === method ? match(operation, below) : undefined;
      if (parameters !== undefined) return { operation, parameters, needsToken: true };
    }
    throw notSupported(`${method} ${path}`);
  }
  throw new Refusal(404, 'NotFound', `there is no ${path}`);
}

function match({ path: pattern }: Operation, path: string): Readonly<Record<string, string>> | undefined {
  const [names, parts] = [pattern.split('/'), path.split('/')];
  if (names.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    if (!name.startsWith(':')) {
      if (name !== part) return undefined;
    } else {
      const decoded = decode(part);
      if (decoded === '') return undefined;
      parameters[name.slice(1)] = decoded;
    }
  }
  return parameters;
}

/** Empty where it cannot be read. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
