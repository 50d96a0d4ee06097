import { type Contract, type ContractWindows } from '../../../../src/lib/contracts/contract';
import { type ValidationResult } from '../../../../src/lib/contracts/validation-result';
import { type PartitionId } from '../../../../src/lib/event-log/positions';
import { MemoryBronze } from './memory-bronze';
import {
  WindowAggregator,
  type WindowAggregatorOptions,
} from '../../../../src/lib/live/windows/window-aggregator';
import { type ReceivedEvent } from '../../../../src/lib/event-log/received-event';
import { viewsOf } from '../../../../src/lib/live/windows/view';
import { CONTRACT, HUB_CREATED_ON, HUB_GENERATION, receivedEvent } from '../../../testing/fixtures/events';
import { MemoryLiveState } from '../../../testing/fakes/memory-live-state';

export const WINDOWS: ContractWindows = {
  seconds: 10,
  keys: [
    { name: 'site_code', path: '/site' },
    { name: 'status', path: '/status' },
  ],
  values: [
    { name: 'readings', aggregate: 'count' },
    { name: 'faults', aggregate: 'count', where: { path: '/status', equals: 'fault' } },
    { name: 'power', aggregate: 'sum', path: '/power' },
    { name: 'power_minimum', aggregate: 'minimum', path: '/power' },
    { name: 'power_maximum', aggregate: 'maximum', path: '/power' },
    { name: 'power_average', aggregate: 'average', path: '/power', where: { path: '/status', equals: 'ok' } },
  ],
};

export const LIVE_CONTRACT: Contract = { ...CONTRACT, windows: WINDOWS };

export const REGISTRY = {
  all: () => [LIVE_CONTRACT],
  find: (type: string) => (type === LIVE_CONTRACT.type ? LIVE_CONTRACT : undefined),
  ofSource: () => [LIVE_CONTRACT],
};

const [view] = viewsOf(REGISTRY);
if (view === undefined) throw new Error('The contract has no windows.');
export const VIEW = view;

/** The minute in which the tests begin. */
export const MINUTE = Math.ceil(HUB_CREATED_ON.getTime() / 60_000) * 60_000;

export const LIVE_PARTITION: PartitionId = { source: 'iot', hubGeneration: HUB_GENERATION, partition: 0 };

export interface Reading {
  readonly id: string;
  /** Milliseconds from {@link MINUTE}. */
  readonly at: number;
  readonly site?: string | null;
  readonly status?: string;
  readonly power?: number | null;
}

/** An event on the hub; undefined for one that validation rejects. */
export function liveEvent(
  sequenceNumber: number,
  reading: Reading | undefined,
  enqueuedTime = MINUTE + sequenceNumber,
): ReceivedEvent {
  if (reading === undefined) return receivedEvent(sequenceNumber, { body: Buffer.from('bad'), enqueuedTime });
  const { at, ...rest } = reading;
  const data = { ...rest, time: new Date(MINUTE + at).toISOString() };
  return receivedEvent(sequenceNumber, { body: Buffer.from(JSON.stringify({ data })), enqueuedTime });
}

export function validateReading({ body }: ReceivedEvent): ValidationResult {
  if (body[0] === 0x7b) return { verdict: 'accepted', contract: LIVE_CONTRACT, bytes: body };
  return { verdict: 'quarantined', rejections: [{ code: 'malformed_json', path: '', message: 'No JSON.' }] };
}

export const NO_GUARD: WindowAggregatorOptions['guard'] = {
  isSearching: () => Promise.resolve(false),
  begin: (_, events) => Promise.resolve({ take: events.length, poison: false }),
  survived: () => Promise.resolve(),
  leave: () => undefined,
};

export interface AggregatorOptions extends Omit<Partial<WindowAggregatorOptions>, 'store'> {
  readonly store: WindowAggregatorOptions['store'];
  /** Shared by processes. @default the one of the store */
  readonly bronze?: MemoryBronze;
}

const bronzes = new WeakMap<object, MemoryBronze>();

/** One process that lands batches, and hands each over to its live windows. */
export class LandingAggregator {
  readonly bronze: MemoryBronze;
  readonly windows: WindowAggregator;

  constructor(bronze: MemoryBronze, windows: WindowAggregator) {
    this.bronze = bronze;
    this.windows = windows;
  }

  /** @param events ascending; those that Bronze has already are redelivered */
  async aggregate(partition: number, events: readonly ReceivedEvent[]) {
    const batch = this.bronze.land(partition, events);
    const { aggregated, lost } = await this.windows.follow(batch, { until: Infinity });
    return { aggregated, redelivered: events.length - aggregated, lost };
  }

  /** Follows without a batch, as the timer does. */
  sweep(partition: number) {
    return this.windows.follow(this.bronze.batchOf(partition, []), { until: Infinity });
  }
}

export function openAggregator({ store, bronze, ...options }: AggregatorOptions): LandingAggregator {
  const shared = bronze ?? bronzes.get(store) ?? new MemoryBronze(validateReading);
  bronzes.set(store, shared);
  const windows = new WindowAggregator({
    views: [VIEW],
    store,
    slots: shared,
    guard: NO_GUARD,
    clock: { now: () => new Date(MINUTE) },
    pause: () => Promise.resolve(),
    retentionHours: 2,
    maxGroups: 2000,
    tracksChanges: true,
    ...options,
  });
  return new LandingAggregator(shared, windows);
}

/** An aggregator over a store in memory, and a clock that the test sets. */
export function setUp(options: Omit<AggregatorOptions, 'store'> = {}) {
  const store = new MemoryLiveState([VIEW]);
  const clock = { time: MINUTE };
  const open = (more: Omit<AggregatorOptions, 'store'> = {}) =>
    openAggregator({ store, clock: { now: () => new Date(clock.time) }, ...options, ...more });
  const read = async (from = MINUTE - 86_400_000, to = MINUTE + 86_400_000) => {
    const [windows] = await store.readWindows({ source: 'iot', view: VIEW.name, from, to });
    if (windows === undefined) throw new Error('There are no windows.');
    return windows;
  };
  const aggregator = open();
  return { store, clock, open, aggregator, bronze: aggregator.bronze, read };
}
