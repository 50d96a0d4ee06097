import { SluiceError } from '../platform/errors';
import { launch } from './launch-refresh';
import { type RefreshStore, type Versioned } from './ports';
import { type RecoverOptions, recoverClaim } from './recover-refresh';
import { nextRefreshNumber, type RefreshId, toRefreshId } from './refresh-id';
import { type CurrentRefresh, type RefreshChoices, type RefreshTrigger } from './refresh-record';

export interface StartRefreshOptions extends RefreshChoices, RecoverOptions {
  readonly trigger: RefreshTrigger;
  /** Returns eight hexadecimal digits, new at each call. */
  readonly suffix: () => string;
}

/** `running`: another start was first; its refresh is returned. */
export interface StartedRefresh {
  readonly outcome: 'started' | 'running';
  readonly id: RefreshId;
}

/** Usually at most two callers compete. The caller that loses an attempt reads the winner's claim. */
const TRIES = 5;

/**
 * Starts a refresh unless one is running. A conditional write of the claim ensures that there is one at a
 * time.
 *
 * The claim is written first, then the row of the refresh, then the instance is created. If a start fails between these
 * steps, the next one repairs it. A claim without an instance gets its instance. A claim whose instance
 * ended without releasing it (it was terminated, or its history was lost) is taken over, and its runs are
 * cancelled.
 *
 * @throws SluiceError `refresh_conflict` (transient) if the claim changes during every attempt
 */
export async function startRefresh(options: StartRefreshOptions): Promise<StartedRefresh> {
  const { store } = options;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const current = await store.readCurrent();
    if (current !== undefined && !current.value.released) {
      const { id } = current.value;
      const recovered = await recoverClaim(current, options);
      if (recovered === 'changed') continue;
      if (recovered !== 'closed') return { outcome: 'running', id };
    }
    const claimed = await claim(options, current);
    if (claimed === undefined) continue;
    await launch(options, claimed);
    return { outcome: 'started', id: claimed.id };
  }
  throw new SluiceError(
    'refresh_conflict',
    `the claim of the refresh changed during each of ${TRIES} attempts; try again later`,
    {
      kind: 'transient',
    },
  );
}

async function claim(
  { store, clock, suffix, trigger, pipelines, force, rebuild = [] }: StartRefreshOptions,
  before: Versioned<CurrentRefresh> | undefined,
): Promise<CurrentRefresh | undefined> {
  const number = nextRefreshNumber(clock.now(), before?.value.number);
  const { lastPlan, lastCompletedPlan } = before?.value ?? {};
  const current: CurrentRefresh = {
    id: toRefreshId(number, suffix()),
    number,
    trigger,
    pipelines,
    force,
    ...(rebuild.length > 0 && { rebuild }),
    released: false,
    ...(lastPlan !== undefined && { lastPlan }),
    ...(lastCompletedPlan !== undefined && { lastCompletedPlan }),
  };
  return (await store.writeCurrent(current, before?.etag)) === 'written' ? current : undefined;
}

/** Names that a message lists at most. */
const MAX_NAMES = 5;

/**
 * Returns one sentence if a table to rebuild does not exist; undefined if all exist. Every table has a watermark since
 * its first refresh.
 */
export async function findUnknownTables(
  rebuild: readonly string[],
  store: Pick<RefreshStore, 'listWatermarks'>,
): Promise<string | undefined> {
  if (rebuild.length === 0) return undefined;
  const tables = (await store.listWatermarks()).map(({ table }) => table);
  const unknown = rebuild.filter((name) => !tables.includes(name));
  if (unknown.length === 0) return undefined;
  if (tables.length === 0)
    return `There is no table ${unknown.join(', ')} yet: the first refresh makes all tables, so leave 'rebuild' out.`;
  const near = [...new Set(unknown.flatMap((name) => similar(name, tables)))].slice(0, MAX_NAMES);
  const known = near.length > 0 ? near.join(', ') : `${tables.slice(0, MAX_NAMES).join(', ')} and others`;
  return `The query parameter 'rebuild' names ${unknown.join(', ')}, which no refresh has made; tables are ${known}.`;
}

/** Tables with the same name in another layer, or with the same beginning. */
function similar(name: string, tables: readonly string[]): string[] {
  const [, table = name] = name.split('.');
  const start = table.slice(0, Math.max(3, Math.floor(table.length / 2)));
  return tables.filter((one) => one.slice(one.indexOf('.') + 1).startsWith(start)).sort();
}
