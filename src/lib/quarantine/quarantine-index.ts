import { WORK_MILLISECONDS } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { SluiceError } from '../platform/errors';
import { SOURCES } from '../contracts/source';
import {
  afterRecord,
  afterSlot,
  type IndexPosition,
  MAX_CHANGED_RECORDS,
  type SlotSummary,
  START,
} from './index-position';
import { type QuarantineSlots, type QuarantineStore, type Versioned } from './ports';
import { type QuarantinePartition, type QuarantineRecord, toRecord } from './quarantine-record';
import { readQuarantinedLines } from './read-lines';

/** A partition and how far it is indexed. */
export interface IndexedPartition {
  readonly partition: QuarantinePartition;
  readonly position: IndexPosition;
}

/** The result of one call. */
interface CatchUp {
  readonly partitions: readonly IndexedPartition[];
  /** Whether everything that had landed is indexed. If not, the next call continues. */
  readonly isComplete: boolean;
}

export interface QuarantineIndexOptions {
  readonly slots: QuarantineSlots;
  readonly store: Pick<QuarantineStore, 'readPosition' | 'writeIndex'>;
  readonly clock: Clock;
  /** Records per transaction. @default 99, the maximum */
  readonly recordsPerWrite?: number;
  /** How long one call starts further transactions. @default {@link WORK_MILLISECONDS} */
  readonly workMilliseconds?: number;
}

/** How many partitions are indexed at the same time. */
const PARALLEL = 16;
/**
 * Conflicts in a row with other indexers before the call fails. Each conflict means that the other has advanced the
 * index.
 */
const MAX_CONFLICTS = 50;

/**
 * An index of the quarantined records of Bronze. Bronze is the source: if the table is deleted, everything except the
 * marks of replays can be rebuilt.
 *
 * Each step writes the new position and the records that it counts in one transaction, if the old position is
 * unchanged. So every record is in the index once, even with two indexers, lost replies and kills.
 */
export class QuarantineIndex {
  readonly #options: Required<QuarantineIndexOptions>;
  #running: { readonly at: number; readonly end: Promise<CatchUp> } | undefined;
  #next: Promise<CatchUp> | undefined;
  #last: { readonly at: number; readonly partitions: readonly IndexedPartition[] } | undefined;

  constructor(options: QuarantineIndexOptions) {
    this.#options = { recordsPerWrite: MAX_CHANGED_RECORDS, workMilliseconds: WORK_MILLISECONDS, ...options };
  }

  /**
   * Indexes what has landed and returns the position of each partition. The result includes everything that landed
   * before the call. Concurrent calls share the work.
   *
   * @param options.maxAgeMilliseconds maximum age of a result that may be reused. @default 0
   * @throws SluiceError `quarantine_behind` (transient) if more has landed than one call can index
   */
  async catchUp({ maxAgeMilliseconds = 0 } = {}): Promise<readonly IndexedPartition[]> {
    const last = this.#last;
    if (last !== undefined && this.#now() - last.at < maxAgeMilliseconds) return last.partitions;
    const { partitions, isComplete } = await this.#share(maxAgeMilliseconds);
    if (isComplete) return partitions;
    const slots = partitions.reduce((sum, { position }) => sum + position.slots, 0);
    const message = `the index of the quarantine is behind with ${slots} slots indexed so far; indexing continues, so try again in a minute`;
    throw new SluiceError('quarantine_behind', message, { kind: 'transient' });
  }

  /** Indexes what has landed, until the time limit of one call. @returns whether everything is indexed */
  async advance(): Promise<boolean> {
    return (await this.#share(0)).isComplete;
  }

  #share(maxAgeMilliseconds: number): Promise<CatchUp> {
    const running = this.#running;
    if (running === undefined) return this.#start();
    if (this.#now() - running.at < maxAgeMilliseconds) return running.end;
    // The running work may already have passed slots that this caller expects.
    const again = (): Promise<CatchUp> => {
      this.#next = undefined;
      return this.#start();
    };
    this.#next ??= running.end.then(again, again);
    return this.#next;
  }

  #start(): Promise<CatchUp> {
    const at = this.#now();
    const end = this.#catchUpAll(at + this.#options.workMilliseconds)
      .then((done) => {
        if (done.isComplete) this.#last = { at, partitions: done.partitions };
        return done;
      })
      .finally(() => {
        this.#running = undefined;
      });
    this.#running = { at, end };
    return end;
  }

  async #catchUpAll(until: number): Promise<CatchUp> {
    const all = await this.#listPartitions();
    const partitions: IndexedPartition[] = [];
    let isComplete = true;
    for (let index = 0; index < all.length; index += PARALLEL) {
      const some = all.slice(index, index + PARALLEL);
      const ends = await Promise.all(some.map((partition) => this.#catchUpOne(partition, until)));
      for (const end of ends) {
        partitions.push({ partition: end.partition, position: end.position });
        isComplete &&= end.isComplete;
      }
    }
    return { partitions, isComplete };
  }

  async #listPartitions(): Promise<readonly QuarantinePartition[]> {
    const { slots } = this.#options;
    const lists = await Promise.all(
      SOURCES.map(async (source) => {
        const hubGenerations = [...(await slots.listHubGenerations(source))].sort();
        const numbers = await Promise.all(hubGenerations.map((one) => slots.listPartitions(source, one)));
        return hubGenerations.flatMap((hubGeneration, index) =>
          (numbers[index] ?? []).map((partition) => ({ source, hubGeneration, partition })),
        );
      }),
    );
    return lists.flat();
  }

  async #catchUpOne(
    partition: QuarantinePartition,
    until: number,
  ): Promise<IndexedPartition & { readonly isComplete: boolean }> {
    const { store } = this.#options;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS;) {
      const before = await store.readPosition(partition);
      // Each transaction saves the position, so the next call continues there.
      if (this.#now() >= until) return { partition, position: before?.value ?? START, isComplete: false };
      const end = await this.#advance(partition, before, until);
      if (end === 'written') conflicts = 0;
      else if (end === 'conflict') conflicts += 1;
      else return { partition, position: end, isComplete: true };
    }
    throw new SluiceError(
      'quarantine_conflict',
      'other indexers changed the position each time; call again',
      {
        kind: 'transient',
        data: { ...partition },
      },
    );
  }

  /** Runs one transaction. Returns the position if nothing is left to index. */
  async #advance(
    partition: QuarantinePartition,
    before: Versioned<IndexPosition> | undefined,
    until: number,
  ): Promise<'written' | 'conflict' | IndexPosition> {
    const { store, recordsPerWrite } = this.#options;
    let position = before?.value ?? START;
    const slots = await this.#slotsAfter(partition, position);
    if (slots[0] === undefined) return position;
    // Records that were counted as taken belong to that slot only.
    if (slots[0].slot !== position.slot + 1) position = { ...position, taken: 0 };
    const created: QuarantineRecord[] = [];
    for (const slot of slots) {
      if (slot.quarantined > 0) {
        const records = (await this.#readRecords(partition, slot.slot)).slice(position.taken);
        for (const record of records.slice(0, recordsPerWrite - created.length)) {
          created.push(record);
          position = afterRecord(position, record);
        }
        if (created.length === recordsPerWrite && !isComplete(records, created)) break;
      }
      position = afterSlot(position, slot);
      if (this.#now() >= until) break;
    }
    return store.writeIndex({ partition, position, etag: before?.etag, created });
  }

  /**
   * Returns the next slots, without a hole. Slots are landed in sequence. If a second listing shows the same hole,
   * retention deleted the missing slots, and they will not appear.
   */
  async #slotsAfter(
    partition: QuarantinePartition,
    position: IndexPosition,
  ): Promise<readonly SlotSummary[]> {
    const { slots } = this.#options;
    const next = position.slot + 1;
    const listed = await slots.list(partition, Math.max(0, position.slot));
    let found = listed.filter(({ slot }) => slot >= next);
    // The newest indexed slot exists and no slot follows it, so it is the head.
    if (found.length === 0 && listed.length > 0) return [];
    if (found[0]?.slot !== next) {
      const first = await slots.first(partition);
      if (first === undefined) return [];
      found = (await slots.list(partition, Math.max(first, next))).filter(({ slot }) => slot >= next);
    }
    const start = found[0]?.slot ?? next;
    const hole = found.findIndex(({ slot }, index) => slot !== start + index);
    return hole === -1 ? found : found.slice(0, hole);
  }

  async #readRecords(partition: QuarantinePartition, slot: number): Promise<readonly QuarantineRecord[]> {
    const lines = await readQuarantinedLines(this.#options.slots, partition, slot);
    return lines.map((line) => toRecord(partition, slot, line));
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

/** Whether the last record of a slot is among those to be written. */
function isComplete(ofSlot: readonly QuarantineRecord[], created: readonly QuarantineRecord[]): boolean {
  return ofSlot.at(-1)?.sequenceNumber === created.at(-1)?.sequenceNumber;
}
