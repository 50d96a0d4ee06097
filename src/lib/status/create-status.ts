import {
  type HubGeneration,
  type PartitionId,
  partitionPath,
  type Slot,
  toSlot,
} from '../event-log/positions';
import { type HubInspector } from '../event-log/hub-reader';
import { findHead, type WaitingStore } from '../landing';
import { type SlotMetadata, slotPath, type SlotReader, type SlotStore } from '../landing/store';
import { type Plan, type PlanStore, type RefreshPage, toRefreshSummary } from '../refresh';
import { type SinkStatus } from '../live';
import {
  type BronzeHead,
  type LiveProgress,
  type QuarantineTotals,
  type RefreshState,
  toPartitionKey,
} from './ports';
import { createStatusReader, type StatusReader } from './read-status';
import { shareReading } from './share-reading';
import { type Clock } from '../platform/clock';
import { type Source, SOURCES } from '../contracts/source';

export interface StatusOptions {
  readonly clock: Clock;
  /** Version of the app. */
  readonly version: string;
  readonly hub: HubInspector;
  readonly slots: Pick<SlotStore, 'readMetadata' | 'firstSlot'> &
    Pick<SlotReader, 'listHubGenerations' | 'listPartitions'>;
  /** Reads the waiting events that the timer of landing ages recorded. */
  readonly waiting: Pick<WaitingStore, 'list'>;
  /** Undefined if no refresh is configured. */
  readonly refresh:
    | {
        readonly list: (options: { readonly limit: number }) => Promise<RefreshPage>;
        readonly readPlan: PlanStore['readPlan'];
      }
    | undefined;
  readonly live?: { read(): Promise<readonly LiveProgress[]> } | undefined;
  readonly quarantine?: { totals(): Promise<QuarantineTotals> } | undefined;
  readonly sinks?: { read(): Promise<readonly SinkStatus[]> } | undefined;
  /** POWER_BI_ENDPOINT. */
  readonly powerBiEndpoint?: string | undefined;
}

/** Makes the status reader. Nothing is read before its first call. */
export function createStatus(options: StatusOptions): StatusReader {
  const { clock, version, hub, waiting, refresh, live, quarantine, sinks, powerBiEndpoint } = options;
  const share = <T>(read: () => Promise<T>): (() => Promise<T>) => shareReading(read, { clock });
  const hubs = new Map(
    SOURCES.map((source) => {
      const read = share(async () => {
        const [hubGeneration, partitions] = await Promise.all([
          hub.readHubGeneration(source),
          hub.readPartitions(source),
        ]);
        return { hubGeneration, partitions };
      });
      return [source, read] as const;
    }),
  );
  return createStatusReader({
    ports: {
      hub: (source) => {
        const read = hubs.get(source);
        if (read === undefined) throw new RangeError(`no hub of ${source}`);
        return read();
      },
      bronze: share(createHeadsReader(options)),
      waiting: share(() => waiting.list()),
      live: live && share(() => live.read()),
      quarantine: quarantine && share(() => quarantine.totals()),
      refresh: refresh && share(createRefreshReader(refresh)),
      sinks: sinks && share(() => sinks.read()),
    },
    clock,
    version,
    arrivedUrl: toArrivedUrl(powerBiEndpoint),
  });
}

/** How long a list of partitions is reused: a hub is rarely created again, and a partition gets its first slot once. */
const PARTITIONS_HOLD_MILLISECONDS = 5000;

interface SeenHead {
  readonly slot: Slot;
  readonly metadata: SlotMetadata;
  /** Events that were lost before this head, and before earlier heads that this process has read. */
  readonly lost: number;
}

/**
 * Reads the heads of the newest hub generation of each source. The search begins at the head that was read
 * last, whose metadata is cached. That is one request a partition while nothing lands. Head hints are not
 * used, so that the result depends on the lake alone.
 */
function createHeadsReader({ clock, slots }: StatusOptions): () => Promise<readonly BronzeHead[]> {
  const seen = new Map<string, SeenHead>();
  let partitions: { readonly at: number; readonly list: readonly PartitionId[] } | undefined;

  const readHead = async (partition: PartitionId): Promise<BronzeHead | undefined> => {
    const key = partitionPath(partition);
    const last = seen.get(key);
    const lastPath = last && slotPath(partition, last.slot);
    const { slot, metadata } = await findHead({
      store: {
        firstSlot: (of) => slots.firstSlot(of),
        readMetadata: (path) =>
          path === lastPath ? Promise.resolve(last?.metadata) : slots.readMetadata(path),
      },
      partition,
      hint: last?.slot,
    });
    if (metadata === undefined) return undefined;
    const { lastSequenceNumber, lastEnqueuedTime, gaps } = metadata;
    const isNew = slot !== last?.slot;
    const lost =
      (last?.lost ?? 0) + (isNew ? gaps.reduce((sum, { from, to }) => sum + (to - from + 1), 0) : 0);
    seen.set(key, { slot: toSlot(slot), metadata, lost });
    return { ...partition, slot, lastSequenceNumber, lastEnqueuedTime, lost };
  };

  return async () => {
    const now = clock.now().getTime();
    if (partitions === undefined || now - partitions.at >= PARTITIONS_HOLD_MILLISECONDS) {
      const lists = await Promise.all(SOURCES.map((source) => listPartitions(source, slots)));
      partitions = { at: now, list: lists.flat() };
    }
    const heads = await Promise.all(partitions.list.map(readHead));
    return heads.filter((head) => head !== undefined);
  };
}

async function listPartitions(
  source: Source,
  slots: StatusOptions['slots'],
): Promise<readonly PartitionId[]> {
  const hubGeneration: HubGeneration | undefined = [...(await slots.listHubGenerations(source))]
    .sort()
    .at(-1);
  if (hubGeneration === undefined) return [];
  const partitions = await slots.listPartitions(source, hubGeneration);
  return partitions.map((partition) => ({ source, hubGeneration, partition }));
}

/** Refreshes of a page: one of them has ended, and usually one made a plan. */
const RECENT = 20;

function createRefreshReader({
  list,
  readPlan,
}: NonNullable<StatusOptions['refresh']>): () => Promise<RefreshState> {
  let newestPlan: Plan | undefined;
  return async () => {
    const { refreshes } = await list({ limit: RECENT });
    const planned = refreshes.find(({ plannedAt }) => plannedAt !== undefined);
    // A plan never changes, so it is read once.
    if (planned !== undefined && planned.number !== newestPlan?.refresh)
      newestPlan = await readPlan(planned.number);
    const current = refreshes.find(({ state }) => state === 'running');
    const last = refreshes.find(({ state }) => state !== 'running');
    return {
      current: current === undefined ? null : toRefreshSummary(current),
      last: last === undefined ? null : toRefreshSummary(last),
      planned: newestPlan && toPositions(newestPlan),
    };
  };
}

function toPositions({ bronze }: Plan): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(bronze).flatMap(([source, heads]) =>
      heads.map(
        ({ hubGeneration, partition, lastSequenceNumber }) =>
          [toPartitionKey(source, hubGeneration, partition), lastSequenceNumber] as const,
      ),
    ),
  );
}

/** Only a local stand-in lists the rows it received; it uses http on this machine. */
function toArrivedUrl(endpoint: string | undefined): string | null {
  if (endpoint === undefined || !URL.canParse(endpoint)) return null;
  const { protocol, hostname } = new URL(endpoint);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'http:' && isLoopback ? `${endpoint.replace(/\/+$/, '')}/arrived` : null;
}
