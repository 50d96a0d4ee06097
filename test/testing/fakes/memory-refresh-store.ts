import { type ModelResult } from '../../../src/lib/refresh/model-result';
import { type Plan } from '../../../src/lib/refresh/plan';
import {
  type PlanStore,
  type RefreshChange,
  type RefreshPage,
  type RefreshStore,
  type RunChange,
  type Versioned,
  type WriteOutcome,
} from '../../../src/lib/refresh/ports';
import { type RefreshId, type RefreshNumber } from '../../../src/lib/refresh/refresh-id';
import {
  type CurrentRefresh,
  type PipelineRecord,
  type RefreshRecord,
  type RunKey,
  type RunRecord,
  type TableWatermark,
} from '../../../src/lib/refresh/refresh-record';

interface Row<T> {
  value: T;
  version: number;
}

const versioned = <T>({ value, version }: Row<T>): Versioned<T> => ({ value, etag: String(version) });
const keyOf = ({ refreshId, kind, name, generation }: RunKey): string =>
  [refreshId, kind, name, generation].join('|');

/** The refresh table in memory, with the same rules. */
export class MemoryRefreshStore implements RefreshStore {
  #current: Row<CurrentRefresh> | undefined;
  #versions = 0;
  readonly #refreshes = new Map<RefreshNumber, Row<RefreshRecord>>();
  readonly #runs = new Map<string, RunRecord>();
  readonly #pipelines = new Map<string, PipelineRecord>();
  readonly #watermarks = new Map<string, TableWatermark>();

  readCurrent(): Promise<Versioned<CurrentRefresh> | undefined> {
    return Promise.resolve(this.#current && versioned(this.#current));
  }

  writeCurrent(current: CurrentRefresh, etag: string | undefined): Promise<WriteOutcome> {
    if (etag !== (this.#current && versioned(this.#current).etag)) return Promise.resolve('conflict');
    this.#current = { value: current, version: ++this.#versions };
    return Promise.resolve('written');
  }

  createRefresh(record: RefreshRecord): Promise<void> {
    if (!this.#refreshes.has(record.number)) {
      this.#refreshes.set(record.number, { value: record, version: ++this.#versions });
    }
    return Promise.resolve();
  }

  readRefresh(id: RefreshId): Promise<Versioned<RefreshRecord> | undefined> {
    const row = [...this.#refreshes.values()].find(({ value }) => value.id === id);
    return Promise.resolve(row && versioned(row));
  }

  changeRefresh(number: RefreshNumber, change: RefreshChange, etag?: string): Promise<WriteOutcome> {
    const row = this.#refreshes.get(number);
    if (row === undefined) return Promise.reject(new Error(`no refresh ${number}`));
    if (etag !== undefined && etag !== versioned(row).etag) return Promise.resolve('conflict');
    this.#refreshes.set(number, { value: { ...row.value, ...change }, version: ++this.#versions });
    return Promise.resolve('written');
  }

  listRefreshes({ limit, below = Infinity }: { limit: number; below?: number }): Promise<RefreshPage> {
    const all = [...this.#refreshes.values()]
      .map(({ value }) => value)
      .filter(({ number }) => number < below)
      .sort((a, b) => b.number - a.number);
    const refreshes = all.slice(0, limit);
    return Promise.resolve({
      refreshes,
      next: all.length > limit ? refreshes.at(-1)?.number : undefined,
    });
  }

  createRun(run: RunRecord): Promise<'created' | 'exists'> {
    if (this.#runs.has(keyOf(run))) return Promise.resolve('exists');
    this.#runs.set(keyOf(run), run);
    return Promise.resolve('created');
  }

  readRun(key: RunKey): Promise<RunRecord | undefined> {
    return Promise.resolve(this.#runs.get(keyOf(key)));
  }

  changeRun(key: RunKey, change: RunChange): Promise<void> {
    const run = this.#runs.get(keyOf(key));
    if (run === undefined) return Promise.reject(new Error(`no run ${keyOf(key)}`));
    this.#runs.set(keyOf(key), { ...run, ...change });
    return Promise.resolve();
  }

  listRuns(id: RefreshId): Promise<readonly RunRecord[]> {
    const runs = [...this.#runs.values()].filter(({ refreshId }) => refreshId === id);
    return Promise.resolve(runs.sort((a, b) => a.intendedAt.localeCompare(b.intendedAt)));
  }

  listPipelines(): Promise<readonly PipelineRecord[]> {
    return Promise.resolve([...this.#pipelines.values()]);
  }

  writePipeline(pipeline: PipelineRecord): Promise<void> {
    this.#pipelines.set(pipeline.pipeline, pipeline);
    return Promise.resolve();
  }

  listWatermarks(): Promise<readonly TableWatermark[]> {
    return Promise.resolve([...this.#watermarks.values()]);
  }

  writeWatermark(watermark: TableWatermark): Promise<void> {
    this.#watermarks.set(watermark.table, watermark);
    return Promise.resolve();
  }
}

/** Plans and results in memory. */
export class MemoryPlanStore implements PlanStore {
  readonly plans = new Map<RefreshNumber, Plan>();
  /** Results by refresh. */
  readonly results = new Map<RefreshNumber, readonly ModelResult[]>();

  readPlan(number: RefreshNumber): Promise<Plan | undefined> {
    return Promise.resolve(this.plans.get(number));
  }

  createPlan(plan: Plan): Promise<Plan> {
    const there = this.plans.get(plan.refresh) ?? plan;
    this.plans.set(plan.refresh, there);
    return Promise.resolve(there);
  }

  readResults(number: RefreshNumber): Promise<readonly ModelResult[]> {
    return Promise.resolve(this.results.get(number) ?? []);
  }
}
