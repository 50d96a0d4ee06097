import { type Connection, TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { requireRefreshSettings } from '../settings';
import { odata, type TableEntityResult } from '@azure/data-tables';
import {
  type RefreshChange,
  type RefreshPage,
  type RefreshStore,
  type RunChange,
  type Versioned,
  type WriteOutcome,
} from '../ports';
import { numbersOf, type RefreshId, type RefreshNumber } from '../refresh-id';
import {
  type CurrentRefresh,
  type PipelineRecord,
  type RefreshRecord,
  type RunKey,
  type RunRecord,
  type TableWatermark,
} from '../refresh-record';
import { fitTasks, fromRefreshRowKey, toRefreshRowKey, toRunKeys } from './refresh-rows';
import { fromProperties, TableAccess, toProperties } from '../../platform/azure/table-access';

const CURRENT = { partitionKey: 'current', rowKey: 'current' };
const REFRESHES = 'refreshes';
const PIPELINES = 'pipelines';
const WATERMARKS = 'watermarks';

type Row = TableEntityResult<object>;

/** The claim, the refreshes, their runs, and the watermarks of tables, in Table Storage. */
export class RefreshTable implements RefreshStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async readCurrent(): Promise<Versioned<CurrentRefresh> | undefined> {
    const row = await this.#read(CURRENT);
    return row === undefined ? undefined : { value: fromProperties(row) as CurrentRefresh, etag: row.etag };
  }

  async writeCurrent(current: CurrentRefresh, etag: string | undefined): Promise<WriteOutcome> {
    const entity = { ...CURRENT, ...toProperties(current) };
    const outcome = await this.#conditional('write the claim', () =>
      etag === undefined
        ? this.#table.client.createEntity(entity)
        : this.#table.client.updateEntity(entity, 'Replace', { etag }),
    );
    if (outcome === 'written') return outcome;
    // The client repeats a request whose reply was lost. Then the existing row is the one that it wrote
    // itself.
    const there = await this.readCurrent();
    return there !== undefined && isSame(there.value, current) ? 'written' : 'conflict';
  }

  async createRefresh({ number, ...record }: RefreshRecord): Promise<void> {
    const keys = { partitionKey: REFRESHES, rowKey: toRefreshRowKey(number) };
    await this.#conditional('create a refresh', () =>
      this.#table.client.createEntity({ ...keys, ...toProperties(record) }),
    );
  }

  async readRefresh(id: RefreshId): Promise<Versioned<RefreshRecord> | undefined> {
    const { first, last } = numbersOf(id);
    // The id contains the second of the start. Few refreshes, if any, share it.
    const filter = odata`PartitionKey eq ${REFRESHES} and RowKey ge ${toRefreshRowKey(last)} and RowKey le ${toRefreshRowKey(first)} and id eq ${id}`;
    const [row] = await this.#list(filter);
    return row === undefined ? undefined : { value: toRecord(row), etag: row.etag };
  }

  changeRefresh(number: RefreshNumber, change: RefreshChange, etag = '*'): Promise<WriteOutcome> {
    const keys = { partitionKey: REFRESHES, rowKey: toRefreshRowKey(number) };
    return this.#conditional('change a refresh', () =>
      this.#table.client.updateEntity({ ...keys, ...toProperties(change) }, 'Merge', { etag }),
    );
  }

  async listRefreshes({ limit, below }: { limit: number; below?: number }): Promise<RefreshPage> {
    const from = below === undefined ? '' : toRefreshRowKey(below);
    const filter = odata`PartitionKey eq ${REFRESHES} and RowKey gt ${from}`;
    const rows = await this.#list(filter, limit + 1);
    const refreshes = rows.slice(0, limit).map(toRecord);
    return { refreshes, next: rows.length > limit ? refreshes.at(-1)?.number : undefined };
  }

  async createRun(run: RunRecord): Promise<'created' | 'exists'> {
    const outcome = await this.#conditional('write an intent', () =>
      this.#table.client.createEntity({ ...toRunKeys(run), ...toProperties(run) }),
    );
    return outcome === 'written' ? 'created' : 'exists';
  }

  async readRun(key: RunKey): Promise<RunRecord | undefined> {
    const row = await this.#read(toRunKeys(key));
    return row === undefined ? undefined : (fromProperties(row) as RunRecord);
  }

  async changeRun(key: RunKey, { tasks, ...change }: RunChange): Promise<void> {
    const properties = toProperties({ ...change, ...(tasks !== undefined && { tasks: fitTasks(tasks) }) });
    await this.#table.guard('change a run', () =>
      this.#table.client.updateEntity({ ...toRunKeys(key), ...properties }, 'Merge'),
    );
  }

  async listRuns(id: RefreshId): Promise<readonly RunRecord[]> {
    const rows = await this.#list(odata`PartitionKey eq ${`runs-${id}`}`);
    return rows
      .map((row) => fromProperties(row) as RunRecord)
      .sort((a, b) => a.intendedAt.localeCompare(b.intendedAt) || a.generation - b.generation);
  }

  async listPipelines(): Promise<readonly PipelineRecord[]> {
    const rows = await this.#list(odata`PartitionKey eq ${PIPELINES}`);
    return rows.map((row) => fromProperties(row) as PipelineRecord);
  }

  async writePipeline(pipeline: PipelineRecord): Promise<void> {
    const keys = { partitionKey: PIPELINES, rowKey: pipeline.pipeline };
    await this.#table.guard('record a pipeline', () =>
      this.#table.client.upsertEntity({ ...keys, ...toProperties(pipeline) }, 'Replace'),
    );
  }

  async listWatermarks(): Promise<readonly TableWatermark[]> {
    const rows = await this.#list(odata`PartitionKey eq ${WATERMARKS}`);
    return rows.map((row) => fromProperties(row) as TableWatermark);
  }

  async writeWatermark(watermark: TableWatermark): Promise<void> {
    const keys = { partitionKey: WATERMARKS, rowKey: watermark.table };
    await this.#table.guard('advance a watermark', () =>
      this.#table.client.upsertEntity({ ...keys, ...toProperties(watermark) }, 'Replace'),
    );
  }

  /** Sends one cheap request. @throws SluiceError `table_unavailable` if the table cannot be read. */
  async check(): Promise<void> {
    await this.#read(CURRENT);
  }

  #read({ partitionKey, rowKey }: { partitionKey: string; rowKey: string }): Promise<Row | undefined> {
    return this.#table.read('read a row', partitionKey, rowKey);
  }

  #list(filter: string, limit?: number): Promise<Row[]> {
    return this.#table.list('list rows', filter, limit === undefined ? {} : { limit });
  }

  async #conditional(action: string, write: () => Promise<unknown>): Promise<WriteOutcome> {
    return (await this.#table.conditional(action, write)).outcome;
  }
}

function toRecord(row: Row): RefreshRecord {
  return { ...(fromProperties(row) as RefreshRecord), number: fromRefreshRowKey(row.rowKey ?? '') };
}

function isSame(a: object, b: object): boolean {
  const entries = (value: object): string => JSON.stringify(Object.entries(value).sort());
  return entries(a) === entries(b);
}

/** Opens the table of refreshes. @throws SluiceError as {@link requireRefreshSettings} */
export function openRefreshTable(platform: Platform): RefreshTable {
  const { tables } = platform.settings({ tables: TABLES });
  return new RefreshTable(tables, requireRefreshSettings(platform).table);
}
