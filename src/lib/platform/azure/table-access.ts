import {
  type RestError,
  TableClient,
  type TableEntityResult,
  type TableServiceClientOptions,
} from '@azure/data-tables';
import { type Connection } from './connections';
import { SluiceError } from '../errors';
import { createCredential } from './credential';

/** The service returns at most this many rows per page. */
const MAX_ROWS_A_PAGE = 1000;

/** A text property has at most 64 KiB of UTF-16, which is 32,768 characters. */
export const MAX_TEXT = 30_000;

/** The suffix of a property whose text is JSON. */
const JSON_SUFFIX = 'Json';

type Property = string | boolean | { readonly type: 'Double'; readonly value: string };

/** A table that is created at its first use. Its faults name the failed action. */
export class TableAccess {
  readonly client: TableClient;
  readonly #missingIsConflict: boolean;
  #created: Promise<void> | undefined;

  /**
   * @param options.missingIsConflict a missing row means that another writer deleted it. @default false
   */
  constructor(
    connection: Connection,
    table: string,
    { missingIsConflict = false }: { readonly missingIsConflict?: boolean } = {},
  ) {
    this.#missingIsConflict = missingIsConflict;
    const options: TableServiceClientOptions = {
      retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
    };
    this.client =
      connection.kind === 'connectionString'
        ? TableClient.fromConnectionString(connection.connectionString, table, {
            ...options,
            // A connection string to http:// is the local emulator. Azure uses identities and https only.
            allowInsecureConnection: connection.connectionString.includes('http://'),
          })
        : new TableClient(connection.endpoint, table, createCredential(connection.clientId), options);
  }

  /** @returns undefined if the row does not exist */
  read<T extends object>(
    action: string,
    partitionKey: string,
    rowKey: string,
    select?: string[],
  ): Promise<(T & { readonly etag: string }) | undefined> {
    return this.guard(action, async () => {
      try {
        return await this.client.getEntity<T>(partitionKey, rowKey, select && { queryOptions: { select } });
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /** Returns rows in the order of their keys. @param options.limit @default all */
  list<T extends object>(
    action: string,
    filter: string,
    { select, limit = Infinity }: { readonly select?: string[]; readonly limit?: number } = {},
  ): Promise<TableEntityResult<T>[]> {
    return this.guard(action, async () => {
      const rows: TableEntityResult<T>[] = [];
      const found = this.client.listEntities<T>({
        queryOptions: { filter, ...(select !== undefined && { select }) },
      });
      for await (const page of found.byPage({ maxPageSize: Math.min(limit, MAX_ROWS_A_PAGE) })) {
        rows.push(...page);
        if (rows.length >= limit) break;
      }
      return limit === Infinity ? rows : rows.slice(0, limit);
    });
  }

  /** @throws SluiceError `table_unavailable` for every error of the call */
  async guard<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      // The service answers 204 or 409. The client treats both as success.
      this.#created ??= this.client.createTable();
      await this.#created;
      return await call();
    } catch (cause) {
      this.#created = undefined;
      const { statusCode, code, message } = cause as Partial<RestError>;
      const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
      throw new SluiceError(
        'table_unavailable',
        `could not ${action} in table '${this.client.tableName}': ${reason}`,
        { kind: 'transient', cause },
      );
    }
  }

  /** Runs a write that can conflict with another writer: 409 for a row that exists, 412 for one that changed. */
  conditional<T>(
    action: string,
    write: () => Promise<T>,
  ): Promise<{ outcome: 'written'; result: T } | { outcome: 'conflict'; cause: unknown }> {
    return this.guard(action, async () => {
      try {
        return { outcome: 'written' as const, result: await write() };
      } catch (cause) {
        const status = statusOf(cause);
        // The table itself may have been deleted.
        if (status === 404) this.#created = undefined;
        if (status === 409 || status === 412 || (this.#missingIsConflict && status === 404))
          return { outcome: 'conflict' as const, cause };
        throw cause;
      }
    });
  }
}

/** A plain number becomes Edm.Int32 or Edm.Double by its size, but a column should have one type. */
export function double(value: number): { type: 'Double'; value: string } {
  return { type: 'Double', value: String(value) };
}

export function statusOf(error: unknown): number | undefined {
  return (error as Partial<RestError>).statusCode;
}

/** Converts to properties of a row: texts and flags unchanged, numbers as doubles, objects as JSON. */
export function toProperties(value: object): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]: [string, unknown]): [string, Property] => {
        if (typeof part === 'string') return [name, part.slice(0, MAX_TEXT)];
        if (typeof part === 'boolean') return [name, part];
        // A plain number becomes Edm.Int32 or Edm.Double by its size, but a column should have one type.
        if (typeof part === 'number') return [name, { type: 'Double', value: String(part) }];
        return [`${name}${JSON_SUFFIX}`, JSON.stringify(part)];
      }),
  );
}

/** Reads a row of {@link toProperties}, without the properties that the service adds. */
export function fromProperties(row: object): unknown {
  const own = Object.entries(row as Readonly<Record<string, unknown>>).filter(
    ([name]) => !['partitionKey', 'rowKey', 'etag', 'timestamp'].includes(name) && !name.startsWith('odata.'),
  );
  return Object.fromEntries(
    own.map(([name, value]) =>
      name.endsWith(JSON_SUFFIX) && typeof value === 'string'
        ? [name.slice(0, -JSON_SUFFIX.length), JSON.parse(value) as unknown]
        : [name, value],
    ),
  );
}
