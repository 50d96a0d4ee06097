import { odata, type TransactionAction } from '@azure/data-tables';
import { type Connection } from '../../platform/azure/connections';
import { type Clock } from '../../platform/clock';
import { type DeliveryStore, type ObservedWrite, type SweptMinute } from '../deliver/delivery-store';
import { type WindowReader } from '../ports';
import { type SinkStatus } from '../sink-status';
import { type LivePosition } from '../windows/live-position';
import {
  type AggregateOutcome,
  type LiveStateStore,
  type MinuteWrite,
  type StoredMinute,
} from '../windows/live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { readConsistently } from '../windows/read-consistently';
import { type View } from '../windows/view';
import { type MinuteState, type PartitionWindows } from '../windows/window-state';
import { SluiceError } from '../../platform/errors';
import { type Source } from '../../contracts/source';
import { double } from '../../platform/azure/table-access';
import { fromMinuteRow, idRowKey, minuteRowKey, type MinuteRow, toMinuteActions } from './minute-rows';
import { DELIVERED, PARTITIONS, POSITION, PositionTable, SINKS, toPositionRow } from './position-table';

/**
 * A transaction holds 100 rows and 4 MiB
 * (https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions). Bytes are sent
 * as base64, and each row has its own headers.
 */
const MAX_TRANSACTION_BYTES = 2.5 * 1024 * 1024;
const MAX_ROWS = 100;

/** Attempts to register a partition while others register theirs. */
const REGISTER_ATTEMPTS = 40;

export interface LiveTableOptions {
  readonly connection: Connection;
  readonly table: string;
  /** Of all sources. */
  readonly views: readonly View[];
  /** Waits while a partition is being written. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** @default the system's */
  readonly clock?: Clock;
}

/** Live windows in Table Storage: their state, the delivered versions, and the reader. */
export class LiveTable extends PositionTable implements LiveStateStore, DeliveryStore, WindowReader {
  readonly #views: ReadonlyMap<string, View>;
  readonly #pause: LiveTableOptions['pause'];
  readonly #observers: ((write: ObservedWrite) => void)[] = [];

  constructor({ connection, table, views, pause, clock }: LiveTableOptions) {
    super(connection, table, clock);
    this.#views = new Map(views.map((view) => [view.name, view]));
    this.#pause = pause;
  }

  async register({ source, hubGeneration, partition }: PartitionId): Promise<void> {
    for (let attempt = 1; attempt <= REGISTER_ATTEMPTS; attempt++) {
      const row = await this.readPartitions(source);
      const known = row?.partitions ?? {};
      const numbers = known[hubGeneration] ?? [];
      if (numbers.includes(partition)) return;
      const partitions = { ...known, [hubGeneration]: [...numbers, partition].sort((a, b) => a - b) };
      const partitionKey = await this.generation.within(PARTITIONS);
      const entity = { partitionKey, rowKey: source, json: JSON.stringify(partitions) };
      const { outcome } = await this.table.conditional('name a partition', () =>
        row === undefined
          ? this.table.client.createEntity(entity)
          : this.table.client.updateEntity(entity, 'Replace', { etag: row.etag }),
      );
      if (outcome === 'written') return;
      await this.#pause(10 * attempt);
    }
    throw new SluiceError('live_conflict', `the partitions of hub '${source}' could not be written`, {
      kind: 'transient',
      data: { source, partition },
    });
  }

  async readMinute(partition: PartitionId, view: View, minute: number): Promise<StoredMinute | undefined> {
    const row = await this.#readMinuteRow(partition, view, minute);
    const state = row && (await fromMinuteRow(view, row));
    if (row === undefined || state === undefined) return undefined;
    const partitionKey = await this.generation.keyOf(partition);
    const ids = await Promise.all(
      Array.from({ length: row.idRows }, async (_, index) => {
        const rowKey = idRowKey(view.name, minute, index);
        const found = await this.table.read<{ ids: Uint8Array }>(
          'read the events of a minute',
          partitionKey,
          rowKey,
        );
        if (found !== undefined) return found.ids;
        throw new SluiceError('live_invariant', `row ${rowKey} with event ids of a minute is missing`, {
          kind: 'permanent',
        });
      }),
    );
    return { state, ids };
  }

  async readMinuteState(
    partition: PartitionId,
    view: View,
    minute: number,
  ): Promise<MinuteState | undefined> {
    const row = await this.#readMinuteRow(partition, view, minute);
    return row && fromMinuteRow(view, row);
  }

  async write(
    partition: PartitionId,
    position: LivePosition,
    etag: string | undefined,
    minutes: readonly MinuteWrite[],
  ): Promise<AggregateOutcome> {
    const partitionKey = await this.generation.keyOf(partition);
    const entity = { partitionKey, rowKey: POSITION, ...toPositionRow(position) };
    const rows = await toMinuteActions(partitionKey, minutes);
    if (rows === undefined) return { outcome: 'too-large' };
    const actions: TransactionAction[] = [
      etag === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag }],
      ...rows.actions,
    ];
    if (rows.bytes > MAX_TRANSACTION_BYTES || actions.length > MAX_ROWS) return { outcome: 'too-large' };
    const sent = await this.table.conditional('write windows', () =>
      this.table.client.submitTransaction(actions),
    );
    if (sent.outcome === 'conflict') return sent;
    const written = sent.result.subResponses[0]?.etag;
    for (const observe of this.#observers) observe({ partition, position, minutes });
    if (written !== undefined) return { outcome: 'written', etag: written };
    // The next write needs the etag. A conflict makes the caller read the position again.
    return { outcome: 'conflict', cause: new Error('the service gave no etag for the position') };
  }

  observeWrites(observer: (write: ObservedWrite) => void): void {
    this.#observers.push(observer);
  }

  async readDelivered(partition: PartitionId): Promise<number> {
    const row = await this.table.read<{ version: number }>(
      'read what was delivered',
      await this.generation.keyOf(partition),
      DELIVERED,
    );
    return row?.version ?? 0;
  }

  async writeDelivered(partition: PartitionId, version: number): Promise<void> {
    const keys = { partitionKey: await this.generation.keyOf(partition), rowKey: DELIVERED };
    await this.table.guard('note what was delivered', () =>
      this.table.client.upsertEntity({ ...keys, version: double(version) }, 'Replace'),
    );
  }

  async writeSinkStatuses(statuses: readonly SinkStatus[]): Promise<void> {
    await this.table.guard('write the state of the sinks', () =>
      this.table.client.upsertEntity({ ...SINKS, json: JSON.stringify(statuses) }, 'Replace'),
    );
  }

  async listMinutes(
    partition: PartitionId,
    view: View,
    from: number,
    to: number,
  ): Promise<readonly MinuteState[]> {
    const rows = await this.table.list<MinuteRow>(
      'list windows',
      rangeOf(
        await this.generation.keyOf(partition),
        minuteRowKey('w', view.name, from),
        minuteRowKey('w', view.name, to),
      ),
    );
    const minutes = await Promise.all(rows.map((row) => fromMinuteRow(view, row)));
    return minutes.filter((minute) => minute !== undefined);
  }

  async readWindows(query: {
    readonly source: Source;
    readonly view: string;
    readonly from: number;
    readonly to: number;
  }): Promise<readonly PartitionWindows[]> {
    const view = this.#views.get(query.view);
    if (view?.source !== query.source) {
      throw new SluiceError('serve_view_unknown', `hub '${query.source}' has no view '${query.view}'`, {
        kind: 'misuse',
      });
    }
    return readConsistently({ store: this, view, from: query.from, to: query.to, pause: this.#pause });
  }

  async listBelow(
    partition: PartitionId,
    view: View,
    wholeFrom: number,
    limit: number,
  ): Promise<readonly SweptMinute[]> {
    return this.table.list<SweptMinute>(
      'list old windows',
      rangeOf(
        await this.generation.keyOf(partition),
        `w|${view.name}|`,
        minuteRowKey('w', view.name, wholeFrom),
      ),
      { select: ['minute', 'lastSequenceNumber'], limit },
    );
  }

  async writePosition(
    partition: PartitionId,
    position: LivePosition,
    etag: string,
  ): Promise<'written' | 'conflict'> {
    const keys = { partitionKey: await this.generation.keyOf(partition), rowKey: POSITION };
    const { outcome } = await this.table.conditional('advance the start of the kept windows', () =>
      this.table.client.updateEntity({ ...keys, ...toPositionRow(position) }, 'Replace', { etag }),
    );
    return outcome;
  }

  async deleteBelow(partition: PartitionId, view: View, wholeFrom: number): Promise<void> {
    const partitionKey = await this.generation.keyOf(partition);
    for (const kind of ['i', 'w'] as const) {
      const rows = await this.table.list<{ rowKey: string }>(
        'list old windows',
        rangeOf(partitionKey, `${kind}|${view.name}|`, minuteRowKey(kind, view.name, wholeFrom)),
        { select: ['RowKey'] },
      );
      // A sweep of another process may have deleted these rows already. The next sweep deletes the rest.
      for (let at = 0; at < rows.length; at += MAX_ROWS) {
        const some = rows.slice(at, at + MAX_ROWS);
        const { outcome } = await this.table.conditional('delete old windows', () =>
          this.table.client.submitTransaction(
            some.map(({ rowKey }): TransactionAction => ['delete', { partitionKey, rowKey }]),
          ),
        );
        if (outcome === 'conflict') return;
      }
    }
  }

  async #readMinuteRow(partition: PartitionId, view: View, minute: number): Promise<MinuteRow | undefined> {
    const rowKey = minuteRowKey('w', view.name, minute);
    return this.table.read<MinuteRow>('read a minute', await this.generation.keyOf(partition), rowKey);
  }
}

function rangeOf(partitionKey: string, from: string, below: string): string {
  return odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${below}`;
}
