import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { createSlotEncoder } from '../../src/lib/landing/encode-slot';
import {
  fromObjectMetadata,
  fromSlotPath,
  slotPath,
  toObjectMetadata,
} from '../../src/lib/landing/slot-metadata';
import { partitionPath, toSequenceNumber, toSlot } from '../../src/lib/event-log/positions';
import { createEventValidator } from '../../src/lib/contracts/validate';
import { type ContractRegistry, createRegistry } from '../../src/lib/contracts/registry';
import { Publisher } from '../../src/lib/publish/publisher';
import { type SlotSummary } from '../../src/lib/quarantine/index-position';
import { type Judges, type QuarantineSlots } from '../../src/lib/quarantine/ports';
import { createQuarantine, type Quarantine } from './whole-quarantine';
import { type QuarantinePartition } from '../../src/lib/quarantine/quarantine-record';
import { readReplayRequest } from '../../src/lib/quarantine/replay-request';
import { type ReplayRun } from '../../src/lib/quarantine/replay';
import { type Source, SOURCES } from '../../src/lib/contracts/source';
import { type EventOptions, INCARNATION, receivedEvent } from './events';
import { MemoryHub } from './memory-hub';
import { MemoryLake } from './memory-lake';
import { MemoryQuarantineStore } from './memory-quarantine-store';

const encode = createSlotEncoder();

/** Bronze in memory as the index sees it. */
export class MemoryQuarantineSlots implements QuarantineSlots {
  readonly lake: MemoryLake;
  /** Slots that a listing shows at once. */
  pageSize: number;

  constructor(lake: MemoryLake, pageSize = 10) {
    this.lake = lake;
    this.pageSize = pageSize;
  }

  listIncarnations(source: Source) {
    return this.lake.listIncarnations(source);
  }

  listPartitions(source: Source, incarnation: typeof INCARNATION) {
    return this.lake.listPartitions(source, incarnation);
  }

  first(partition: QuarantinePartition): Promise<number | undefined> {
    return this.lake.firstSlot(partition);
  }

  list(partition: QuarantinePartition, from: number): Promise<readonly SlotSummary[]> {
    const prefix = `${partitionPath(partition)}/`;
    const slots = [...this.lake.objects.values()].flatMap(({ path, metadata }): SlotSummary[] => {
      const slot = path.startsWith(prefix) ? fromSlotPath(path) : undefined;
      if (slot === undefined || slot < from) return [];
      const read = fromObjectMetadata(path, metadata);
      return [{ slot, ...read, newestEnqueuedTime: read.lastEnqueuedTime }];
    });
    return Promise.resolve(slots.sort((a, b) => a.slot - b.slot).slice(0, this.pageSize));
  }

  read(partition: QuarantinePartition, slot: number): Promise<Buffer | undefined> {
    return Promise.resolve(this.lake.objects.get(this.path(partition, slot))?.body);
  }

  path(partition: QuarantinePartition, slot: number): string {
    return slotPath(partition, toSlot(slot));
  }
}

export interface QuarantineSceneOptions {
  readonly registry?: ContractRegistry;
  readonly maxAttempts?: number;
}

/** The quarantine over memory: land bodies, look at them, replay them. */
export class QuarantineScene {
  readonly lake = new MemoryLake();
  readonly slots = new MemoryQuarantineSlots(this.lake);
  readonly store = new MemoryQuarantineStore();
  readonly hubs = Object.fromEntries(SOURCES.map((source) => [source, new MemoryHub()])) as Record<
    Source,
    MemoryHub
  >;
  readonly registry: ContractRegistry;
  readonly judges: Judges;
  now = Date.parse('2026-11-21T06:00:00.000Z');
  readonly clock = { now: () => new Date(this.now) };
  readonly quarantine: Quarantine;
  readonly #maxAttempts: number;
  readonly #next = new Map<string, { slot: number; sequenceNumber: number }>();
  #replays = 0;

  constructor({ registry = createRegistry(), maxAttempts = 3 }: QuarantineSceneOptions = {}) {
    this.registry = registry;
    this.#maxAttempts = maxAttempts;
    this.judges = Object.fromEntries(
      SOURCES.map((source) => [source, createEventValidator({ registry, source })]),
    ) as Judges;
    this.quarantine = this.open();
  }

  /** Another process of the app over the same lake, table and hubs. */
  open(): Quarantine {
    return createQuarantine({
      store: this.store,
      slots: this.slots,
      hubs: Object.fromEntries(
        SOURCES.map((source) => [source, new Publisher({ hub: this.hubs[source] })]),
      ) as Record<Source, Publisher>,
      registry: this.registry,
      judges: this.judges,
      clock: this.clock,
      maxAttempts: this.#maxAttempts,
      suffix: () => (this.#replays++).toString(16).padStart(8, '0'),
    });
  }

  /** Lands one slot, judged as landing judges. */
  async land(
    source: Source,
    bodies: readonly (string | Buffer | (EventOptions & { readonly body: Buffer }))[],
    { partition = 0, incarnation = INCARNATION } = {},
  ): Promise<void> {
    const place = { source, incarnation, partition };
    const key = partitionPath(place);
    const { slot, sequenceNumber } = this.#next.get(key) ?? { slot: 0, sequenceNumber: 0 };
    const events: readonly ReceivedEvent[] = bodies.map((body, index) =>
      receivedEvent(
        sequenceNumber + index,
        typeof body === 'string' ? { body: Buffer.from(body) } : Buffer.isBuffer(body) ? { body } : body,
      ),
    );
    const { body, ...content } = await encode({
      events,
      judge: this.judges[source],
      partition,
      landedAt: '2026-11-21T02:51:00.000Z',
    });
    const last = sequenceNumber + events.length - 1;
    const metadata = {
      firstSequenceNumber: toSequenceNumber(sequenceNumber),
      lastSequenceNumber: toSequenceNumber(last),
      lastEnqueuedTime: new Date(Math.max(...events.map(({ enqueuedTime }) => enqueuedTime))).toISOString(),
      ...content,
      attempt: 1,
      gaps: [],
      readBy: 'trigger' as const,
    };
    this.lake.put(slotPath(place, toSlot(slot)), body, toObjectMetadata(metadata));
    this.#next.set(key, { slot: slot + 1, sequenceNumber: last + 1 });
  }

  /** Replays as a request would ask for it. */
  async replay(
    request: object,
    { quarantine = this.quarantine, by = null as string | null } = {},
  ): Promise<ReplayRun> {
    const read = readReplayRequest(JSON.stringify(request));
    if ('problem' in read) throw new Error(read.problem);
    const report = await quarantine.replay(read, by);
    if ('unknown' in report) throw new Error(`unknown: ${report.unknown.join(', ')}`);
    return report;
  }

  /** Bodies that a hub was given, over all its partitions. */
  published(source: Source): string[] {
    return ['0', '1', '2', '3'].flatMap((id) =>
      this.hubs[source].eventsOf(id).map(({ body }) => body.toString('utf8')),
    );
  }
}

/** An event of a contract's first example; the changes go over the record, or with `envelope` over the envelope. */
export function exampleEvent(
  registry: ContractRegistry,
  type: string,
  changes: Readonly<Record<string, unknown>> = {},
  envelope: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const contract = registry.find(type);
  const [example] = (contract?.schema['examples'] ?? []) as readonly object[];
  return {
    specversion: '1.0',
    id: `event-${type}`,
    source: '/test',
    type,
    dataschema: contract?.id,
    time: '2026-11-21T02:50:00Z',
    ...envelope,
    data: { ...example, ...changes },
  };
}
