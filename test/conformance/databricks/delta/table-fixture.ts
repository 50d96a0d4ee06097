import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { copySql } from '../../../../lakehouse/engines/duckdb/delta/copy-sql';
import { DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { scanSql } from '../../../../lakehouse/engines/duckdb/delta/scan-sql';
import { toNewFiles } from '../../../../lakehouse/engines/duckdb/delta/to-new-files';
import { type Column, type Commit, type NewFile } from '../../../../lakehouse/engines/duckdb/delta/types';
import { LakeFiles } from '../../../../lakehouse/engines/duckdb/lake/lake-files';
import { LakeFixture } from '../../lake/lake-fixture';

export const CONTAINER = 'gold';
const TABLE = 'gold/sale';
/** The time of the first commit of a test. */
export const START = Date.parse('2026-11-21T06:00:00Z');

export const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'long', nullable: false, description: 'Number of the sale' },
  { name: 'shop', type: 'string', nullable: true },
  { name: 'sold_on', type: 'date', nullable: true },
];

/** A lake over HTTP, a DuckDB that writes Parquet files, and tables that use both. */
export class TableFixture {
  readonly lake = new LakeFixture();
  readonly #scratch = mkdtempSync(join(tmpdir(), 'delta-files-'));
  #duckDb: DuckDBConnection | undefined;
  #now = START;
  #paths = 0;

  get duckDb(): DuckDBConnection {
    if (this.#duckDb === undefined) throw new Error('the fixture is not started');
    return this.#duckDb;
  }

  async start(): Promise<void> {
    await this.lake.start({ filesystems: [CONTAINER] });
    this.#duckDb = await (await DuckDBInstance.create(':memory:')).connect();
    await this.duckDb.run("SET TimeZone = 'UTC'");
  }

  async stop(): Promise<void> {
    this.#duckDb?.closeSync();
    await this.lake.remove();
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  /** A new path of a table. */
  freshPath(): string {
    return `${TABLE}-${(this.#paths += 1)}`;
  }

  /** Directory of a table on this machine. */
  directory(path: string): string {
    return join(this.lake.directory, CONTAINER, path);
  }

  logFile(path: string, version: number): string {
    return join(this.directory(path), '_delta_log', `${String(version).padStart(20, '0')}.json`);
  }

  /** The actions of one kind in a commit. */
  actions(path: string, version: number, kind: string): Record<string, unknown>[] {
    return readFileSync(this.logFile(path, version), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => {
        const found = (JSON.parse(line) as Record<string, Record<string, unknown>>)[kind];
        return found === undefined ? [] : [found];
      });
  }

  /** The only action of its kind in a commit. */
  action(path: string, version: number, kind: string): Record<string, unknown> {
    const [found, ...more] = this.actions(path, version, kind);
    if (found === undefined || more.length > 0)
      throw new Error(`the commit must have exactly one action ${kind}`);
    return found;
  }

  /** The clock of all tables. */
  get now(): number {
    return this.#now;
  }

  set now(milliseconds: number) {
    this.#now = milliseconds;
  }

  files(): LakeFiles {
    return new LakeFiles({
      connectionString: this.lake.lake.connectionString,
      directory: this.lake.directory,
    });
  }

  /** A table without state, as a new process has it. */
  table(path: string): DeltaTable {
    return new DeltaTable({
      lake: this.files(),
      container: CONTAINER,
      path,
      clock: () => new Date(this.#now),
    });
  }

  /** Writes the rows of a SELECT to Parquet files. */
  async write(
    select: string,
    columns: readonly Column[] = COLUMNS,
    partitionColumns: readonly string[] = ['sold_on'],
  ): Promise<NewFile[]> {
    const directory = mkdtempSync(join(this.#scratch, 'copy-'));
    const copied = await this.duckDb.runAndReadAll(copySql({ select, columns, partitionColumns, directory }));
    return toNewFiles({ rows: copied.getRowObjectsJson(), columns, partitionColumns });
  }

  /** Returns the table's rows as texts, in the order of all columns. */
  async rows(table: DeltaTable, version?: number): Promise<string[]> {
    const snapshot = await table.read(version);
    if (snapshot === undefined) return [];
    const scan = scanSql({ snapshot, files: snapshot.files, localPath: (file) => table.localPath(file) });
    const read = await this.duckDb.runAndReadAll(`SELECT * FROM (${scan}) ORDER BY ALL`);
    return read.getRowsJson().map((row) => row.map(String).join(' '));
  }
}

/** A commit that adds files; each member can be overridden. */
export function append(add: readonly NewFile[], rest: Partial<Commit> = {}): Commit {
  return {
    readVersion: undefined,
    operation: 'WRITE',
    columns: COLUMNS,
    partitionColumns: ['sold_on'],
    add,
    remove: [],
    ...rest,
  };
}

/** One sale as a SELECT. */
export function sale(id: number, shop = 'north', soldOn: string | null = '2026-11-20'): string {
  const day = soldOn === null ? 'NULL::DATE' : `DATE '${soldOn}'`;
  return `SELECT ${id}::BIGINT AS id, '${shop}' AS shop, ${day} AS sold_on`;
}
