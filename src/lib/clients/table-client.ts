import { type RestError, TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import { type BronzePartition, partitionPath } from '../bronze/partition';
import { type LandingStateStore, type Suspicion } from '../bronze/ports';
import { type Connection } from '../config';
import { SluiceError } from '../shared/errors';
import { type Slot, toSequenceNumber, toSlot } from '../shared/positions';
import { createCredential } from './credential';

const HINT = 'hint';
const SUSPICION = 'suspicion';

type SuspicionRow = Record<Exclude<keyof Suspicion, 'survived'>, number> & Pick<Suspicion, 'survived'>;

/** Landing hints and attempt counters in Table Storage: two small rows a partition. */
export class LandingTable implements LandingStateStore {
  readonly #table: TableClient;
  #created: Promise<void> | undefined;

  constructor(connection: Connection, table: string) {
    this.#table =
      connection.kind === 'connectionString'
        ? TableClient.fromConnectionString(connection.connectionString, table, {
            ...tableOptions(),
            // A connection string to http:// is the local emulator; in Azure there are identities and https only.
            allowInsecureConnection: connection.connectionString.includes('http://'),
          })
        : new TableClient(connection.endpoint, table, createCredential(connection.clientId), tableOptions());
  }

  async readHint(partition: BronzePartition): Promise<Slot | undefined> {
    const row = await this.#read<{ slot: number }>(partition, HINT);
    return row === undefined ? undefined : toSlot(row.slot);
  }

  async raiseHint(partition: BronzePartition, slot: Slot): Promise<void> {
    const row = await this.#read<{ slot: number }>(partition, HINT);
    if (row !== undefined && row.slot >= slot) return;
    const entity = { ...key(partition, HINT), slot };
    await this.#guard('raise the hint', () =>
      row === undefined
        ? this.#table.createEntity(entity)
        : this.#table.updateEntity(entity, 'Replace', { etag: row.etag }),
    );
  }

  async readSuspicion(partition: BronzePartition): Promise<Suspicion | undefined> {
    const row = await this.#read<SuspicionRow>(partition, SUSPICION);
    if (row === undefined) return undefined;
    return {
      firstSequenceNumber: toSequenceNumber(row.firstSequenceNumber),
      attempts: row.attempts,
      survived: row.survived,
      take: row.take,
      through: toSequenceNumber(row.through),
    };
  }

  async writeSuspicion(partition: BronzePartition, suspicion: Suspicion): Promise<void> {
    const { firstSequenceNumber, attempts, survived, take, through } = suspicion;
    await this.#guard('count an attempt', () =>
      this.#table.upsertEntity(
        // Sequence numbers outgrow Edm.Int32, which a plain number below 2^31 would become in its first row only.
        {
          ...key(partition, SUSPICION),
          firstSequenceNumber: double(firstSequenceNumber),
          attempts,
          survived,
          take,
          through: double(through),
        },
        'Replace',
      ),
    );
  }

  async clearSuspicion(partition: BronzePartition): Promise<void> {
    const { partitionKey, rowKey } = key(partition, SUSPICION);
    await this.#guard('clear the attempts', async () => {
      try {
        await this.#table.deleteEntity(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    });
  }

  /** One cheap request. @throws SluiceError `table_unavailable` where the table cannot be read. */
  async check(): Promise<void> {
    await this.#guard('reach the table', () => this.#table.listEntities().byPage({ maxPageSize: 1 }).next());
  }

  async #read<T extends object>(
    partition: BronzePartition,
    row: string,
  ): Promise<(T & { etag: string }) | undefined> {
    const { partitionKey, rowKey } = key(partition, row);
    return this.#guard(`read the ${row}`, async () => {
      try {
        return await this.#table.getEntity<T>(partitionKey, rowKey);
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  async #guard<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      // The service answers 204 or 409; the client takes both as success.
      this.#created ??= this.#table.createTable();
      await this.#created;
      return await call();
    } catch (cause) {
      this.#created = undefined;
      const { statusCode, code, message } = cause as Partial<RestError>;
      const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
      throw new SluiceError(
        'table_unavailable',
        `could not ${action} in table '${this.#table.tableName}': ${reason}`,
        {
          kind: 'transient',
          cause,
        },
      );
    }
  }
}

function tableOptions(): TableServiceClientOptions {
  return { retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 } };
}

/** Keys must not hold `/`, `\`, `#` or `?` (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). */
function key(partition: BronzePartition, row: string): { partitionKey: string; rowKey: string } {
  return { partitionKey: partitionPath(partition).replaceAll('/', '|'), rowKey: row };
}

function double(value: number): { type: 'Double'; value: string } {
  return { type: 'Double', value: String(value) };
}

function statusOf(error: unknown): number | undefined {
  return (error as Partial<RestError>).statusCode;
}
