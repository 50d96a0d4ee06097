import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, type Json } from '@duckdb/node-api';
import { UTC } from './business-time-zone';
import { businessDateMacro, DIALECT_MACROS } from './dialect';
import { SCHEMAS } from './model/sql-text';

export interface SessionOptions {
  /** Existing directory where DuckDB may put data that does not fit into memory. */
  readonly temporaryDirectory: string;
  /** @default the number of processors */
  readonly threads?: number;
  /** In DuckDB's notation, such as `4GB`. @default '2GB' */
  readonly memoryLimit?: string;
  /** Time zone of `business_date`; `checkTimeZone` has checked it. @default UTC */
  readonly businessTimeZone?: string;
}

/**
 * Opens an in-memory DuckDB for the models: with Spark's functions, the schemas of the layers, times in UTC,
 * and without downloads.
 */
export class Session {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open({
    temporaryDirectory,
    threads = availableParallelism(),
    memoryLimit = '2GB',
    businessTimeZone = UTC,
  }: SessionOptions): Promise<Session> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      temp_directory: temporaryDirectory,
      memory_limit: memoryLimit,
      // With the order kept, each slot of a read has its own blocks for each column: 2,000 small slots need 2 GB.
      preserve_insertion_order: 'false',
      // Nothing is stored, so a checkpoint only rewrites tables that the next model replaces. It took up to two seconds of
      // CPU in the middle of a refresh of a million events.
      checkpoint_threshold: '1TB',
      threads: String(threads),
    });
    const session = new Session(instance, await instance.connect());
    await session.run("SET TimeZone = 'UTC'");
    const schemas = [...SCHEMAS, 'engine'].map((schema) => `CREATE SCHEMA ${schema};`);
    const macros = [...DIALECT_MACROS, businessDateMacro(businessTimeZone)].map(
      (macro) => `CREATE MACRO ${macro};`,
    );
    // One call: each has its price, and a session is opened for every task of a refresh.
    await session.run([...schemas, ...macros].join('\n'));
    return session;
  }

  /** Runs a statement without reading rows. */
  async run(sql: string, values?: Record<string, DuckDBValue>): Promise<void> {
    await this.#connection.run(sql, values);
  }

  /** Returns all rows of a query as JSON. Integers beyond 32 bits, decimals and times are texts. */
  async rows(sql: string): Promise<Record<string, Json>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson();
  }

  /** Returns names and DuckDB types of a query's columns, and all its rows as JSON. */
  async table(sql: string): Promise<{ columns: { name: string; type: string }[]; rows: Json[][] }> {
    const result = await this.#connection.runAndReadAll(sql);
    const types = result.columnTypes();
    return {
      columns: result.columnNames().map((name, at) => ({ name, type: String(types[at]) })),
      rows: result.getRowsJson(),
    };
  }

  /** Returns the first row of a query as numbers; NULL is 0. */
  async counts(sql: string): Promise<Record<string, number>> {
    const [row = {}] = await this.rows(sql);
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
  }

  /** Creates or replaces a view. */
  async view(name: string, sql: string): Promise<void> {
    await this.run(`CREATE OR REPLACE VIEW ${name} AS ${sql}`);
  }

  /** Creates or replaces a table with a query's rows. */
  async keep(name: string, sql: string): Promise<void> {
    await this.run(`CREATE OR REPLACE TABLE ${name} AS ${sql}`);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
