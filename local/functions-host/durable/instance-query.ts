import { fileName } from './instance-files';
import { type InstanceState } from './instance-state';
import { type TaskHub } from './task-hub';

const DEFAULT_PAGE = 100;

/** The filter of a client's query. Times are milliseconds since 1970, both inclusive. */
export interface InstanceQuery {
  readonly createdFrom: number | undefined;
  readonly createdTo: number | undefined;
  /** Lower case; an empty prefix matches all. */
  readonly statuses: ReadonlySet<string>;
  readonly idPrefix: string;
  readonly showInput: boolean;
  readonly pageSize: number;
  /** Last item of the previous page. */
  readonly after: string;
}

/** @returns a text that describes the error in the query */
export function toInstanceQuery(
  query: URLSearchParams,
  continuation: string | readonly string[] | undefined,
): InstanceQuery | string {
  const createdFrom = toTime(query.get('createdTimeFrom'));
  const createdTo = toTime(query.get('createdTimeTo'));
  if (Number.isNaN(createdFrom) || Number.isNaN(createdTo))
    return 'createdTimeFrom and createdTimeTo must be dates such as 2026-01-31T00:00:00Z';
  const pageSize = Number(query.get('top') ?? DEFAULT_PAGE);
  if (!Number.isInteger(pageSize) || pageSize < 1) return 'top must be a whole number above 0';
  return {
    createdFrom,
    createdTo,
    statuses: new Set(
      query
        .getAll('runtimeStatus')
        .flatMap((value) => value.split(','))
        .map((value) => value.trim().toLowerCase())
        .filter((value) => value !== ''),
    ),
    idPrefix: query.get('instanceIdPrefix') ?? '',
    showInput: query.get('showInput')?.toLowerCase() !== 'false',
    pageSize,
    after: typeof continuation === 'string' ? Buffer.from(continuation, 'base64url').toString('utf8') : '',
  };
}

/** Returns one page in the order of file names; it reads only the logs of the page. */
export async function listInstances(
  hub: TaskHub,
  query: InstanceQuery,
): Promise<{ states: InstanceState[]; next: string | undefined }> {
  const live = new Map(hub.live.map((instance) => [fileName(instance.id), instance]));
  const names = new Set([...live.keys(), ...(await hub.files.finishedFiles())]);
  const states: InstanceState[] = [];
  let last = '';
  for (const name of [...names].sort().filter((one) => one > query.after)) {
    if (states.length === query.pageSize) return { states, next: Buffer.from(last).toString('base64url') };
    await live.get(name)?.settled();
    // The instance may have been purged since the names were read.
    const state = live.get(name)?.state ?? (await hub.files.readFinishedFile(name));
    if (state !== undefined && matches(state, query)) states.push(state);
    last = name;
  }
  return { states, next: undefined };
}

/** Removes instances that have ended. @returns their number */
export async function purgeInstances(hub: TaskHub, query: InstanceQuery): Promise<number> {
  let removed = 0;
  for (const name of await hub.files.finishedFiles()) {
    const state = await hub.files.readFinishedFile(name);
    if (state === undefined || !matches(state, query)) continue;
    if ((await hub.purge(state.start.instanceId)) === 'purged') removed++;
  }
  return removed;
}

function matches(state: InstanceState, query: InstanceQuery): boolean {
  const { createdFrom = Number.NEGATIVE_INFINITY, createdTo = Number.POSITIVE_INFINITY } = query;
  const created = Date.parse(state.start.createdAt);
  return (
    created >= createdFrom &&
    created <= createdTo &&
    state.start.instanceId.startsWith(query.idPrefix) &&
    (query.statuses.size === 0 || query.statuses.has(state.runtimeStatus.toLowerCase()))
  );
}

function toTime(text: string | null): number | undefined {
  return text === null || text === '' ? undefined : Date.parse(text);
}
