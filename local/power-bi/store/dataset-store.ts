import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, StandInError } from '../../kit';
import { type TableDefinition } from '../model/table-definition';
import { TableRows } from './table-rows';

/** A push dataset as stored on disk. */
export interface DatasetRecord {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly mode: 'Push' | 'PushStreaming';
  readonly retention: 'None' | 'basicFIFO';
  /** Key of its push URL; empty without one. */
  readonly pushKey: string;
  readonly createdAt: string;
  readonly tables: readonly TableDefinition[];
}

/** A push dataset with its rows. */
export interface Dataset {
  readonly record: DatasetRecord;
  /** Rows by the name of the table. */
  readonly rows: ReadonlyMap<string, TableRows>;
}

export type NewDataset = Pick<DatasetRecord, 'name' | 'mode' | 'retention' | 'tables'>;

/**
 * Push datasets on disk: `datasets/<id>/dataset.json`, and the rows of its n-th table in `table-<n>.ndjson`
 * in the same folder.
 */
export class DatasetStore {
  readonly #directory: string;
  readonly #datasets = new Map<string, Dataset>();

  /** @throws StandInError `corrupt` if a dataset cannot be read */
  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'datasets');
    mkdirSync(this.#directory, { recursive: true });
    const records = readdirSync(this.#directory)
      .map((id) => join(this.#directory, id, 'dataset.json'))
      // A folder without its record was being created or removed when the service was killed.
      .filter((path) => existsSync(path))
      .map((path) => readRecord(path))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    for (const record of records) this.#open(record);
  }

  /** Oldest first. */
  list(): readonly Dataset[] {
    return [...this.#datasets.values()];
  }

  find(id: string): Dataset | undefined {
    return this.#datasets.get(id.toLowerCase());
  }

  create(dataset: NewDataset, now: Date): Dataset {
    const pushKey = dataset.mode === 'PushStreaming' ? randomBytes(32).toString('base64url') : '';
    const record: DatasetRecord = {
      version: 1,
      id: randomUUID(),
      ...dataset,
      pushKey,
      createdAt: now.toISOString(),
    };
    mkdirSync(join(this.#directory, record.id));
    this.#save(record);
    return this.#open(record);
  }

  /** Replaces the columns and measures of a table; its rows remain. */
  replaceTable({ record }: Dataset, table: TableDefinition): void {
    const tables = record.tables.map((known) => (known.name === table.name ? table : known));
    this.#save({ ...record, tables });
    this.#open({ ...record, tables });
  }

  /** Adds an empty table after the others, so that their files keep their numbers. */
  addTable({ record }: Dataset, table: TableDefinition): void {
    const tables = [...record.tables, table];
    this.#save({ ...record, tables });
    this.#open({ ...record, tables });
  }

  remove({ record }: Dataset): void {
    const directory = join(this.#directory, record.id);
    // Deletes the record first: without it the folder is ignored.
    rmSync(join(directory, 'dataset.json'), { force: true });
    rmSync(directory, { recursive: true, force: true });
    this.#datasets.delete(record.id);
  }

  #save(record: DatasetRecord): void {
    replaceFile(join(this.#directory, record.id, 'dataset.json'), JSON.stringify(record));
  }

  #open(record: DatasetRecord): Dataset {
    const known = this.#datasets.get(record.id)?.rows;
    const rows = new Map(
      record.tables.map(({ name }, index) => [
        name,
        known?.get(name) ?? new TableRows(join(this.#directory, record.id, `table-${index}.ndjson`)),
      ]),
    );
    const dataset = { record, rows };
    this.#datasets.set(record.id, dataset);
    return dataset;
  }
}

function readRecord(path: string): DatasetRecord {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as DatasetRecord;
    // The field's literal type is only valid for files of this version.
    if ((record.version as number) === 1) return record;
  } catch (error) {
    throw new StandInError('corrupt', `${path} cannot be read`, error);
  }
  throw new StandInError('corrupt', `${path} was written by another version: remove the data directory`);
}
