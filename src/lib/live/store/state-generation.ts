import { type PartitionId, partitionKeyOf } from '../../event-log/positions';
import { double, type TableAccess } from '../../platform/azure/table-access';
import { type Clock } from '../../platform/clock';

const ROW = { partitionKey: 'state', rowKey: 'generation' };

/** How long a process goes on with the generation that it has read. */
const KNOWN_MILLISECONDS = 15_000;

/** Versions of a generation begin here, so that they are above those of the generations before. */
const VERSIONS = 2 ** 36;

/**
 * Names the rows of the state of live windows. A rebuild raises the generation: all processes find empty rows within 15
 * seconds and begin again from Bronze. The table stays, because Azure keeps the name of a deleted one for a while.
 *
 * A process with an old generation writes into rows that nobody reads. When it learns the new one, its position has
 * another ETag there, so its write is a conflict.
 */
export class StateGeneration {
  readonly #table: TableAccess;
  readonly #clock: Clock;
  #known = 0;
  #readAt = -Infinity;

  constructor(table: TableAccess, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** Returns the number of the generation, from 0. @throws SluiceError `table_unavailable` */
  async read(): Promise<number> {
    const now = this.#clock.now().getTime();
    if (now - this.#readAt < KNOWN_MILLISECONDS) return this.#known;
    const row = await this.#table.read<{ number: number }>(
      'read the generation of live windows',
      ROW.partitionKey,
      ROW.rowKey,
    );
    this.#known = row?.number ?? 0;
    this.#readAt = now;
    return this.#known;
  }

  /** Begins a new generation. @returns its number @throws SluiceError `table_unavailable` */
  async raise(): Promise<number> {
    this.#readAt = -Infinity;
    const next = (await this.read()) + 1;
    await this.#table.guard('raise the generation of live windows', () =>
      this.#table.client.upsertEntity({ ...ROW, number: double(next) }, 'Replace'),
    );
    this.#known = next;
    return next;
  }

  /** Returns the first version of a position. */
  async firstVersion(): Promise<number> {
    return (await this.read()) * VERSIONS;
  }

  /** Returns the partition key of the rows of a hub partition. */
  async keyOf(partition: PartitionId): Promise<string> {
    return this.within(partitionKeyOf(partition));
  }

  /** Returns a partition key within the generation. */
  async within(key: string): Promise<string> {
    const number = await this.read();
    return number === 0 ? key : `g${number}|${key}`;
  }
}
