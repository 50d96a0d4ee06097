import { DeltaReader } from './gold/delta/delta-reader';
import { TableBlobs } from './gold/delta/table-blobs';
import { PlanFiles } from '../refresh/store/plan-files';
import { type Config } from '../platform/config';
import { type ContractRegistry } from '../contracts/registry';
import { toRefreshNumber } from '../refresh/refresh-id';
import { type AnswerOutcome, answerView, type ServeSources } from './answer/answer-view';
import { type PlannedHead, type PlanReader } from './answer/ports';
import { type ServeQuery } from './answer/serve-query';
import { type ServeView, serveViews } from './answer/serve-view';
import { type TableReader } from './gold/table-reader';
import { type WindowReader } from '../live/ports';
import { type Clock } from '../platform/clock';
import { SluiceError } from '../platform/errors';
import { type Source } from '../contracts/source';

/** Answers from batch views and live windows, put together. */
export interface Serve {
  readonly views: readonly ServeView[];
  /** Whether views have a batch view: a refresh is configured. */
  readonly hasBatch: boolean;
  /** @throws SluiceError `lake_unavailable`, `table_unavailable`, `gold_unreadable` */
  answer(view: ServeView, query: ServeQuery): Promise<AnswerOutcome>;
  /** @throws SluiceError `refresh_not_configured` where there is no Gold */
  gold(): TableReader;
}

export interface ComposeServeOptions {
  readonly config: Pick<Config, 'lake'>;
  /** Undefined where nothing is refreshed: answers are from live windows alone then, and there is no Gold. */
  readonly goldContainer: string | undefined;
  readonly registry: ContractRegistry;
  readonly windows: WindowReader;
  readonly clock: Clock;
}

export function composeServe({
  config,
  goldContainer,
  registry,
  windows,
  clock,
}: ComposeServeOptions): Serve {
  const batch =
    goldContainer === undefined
      ? undefined
      : {
          tables: new DeltaReader({ blobs: new TableBlobs(config.lake, goldContainer), clock }),
          plans: createPlanReader(new PlanFiles(config.lake, goldContainer)),
        };
  const sources: ServeSources = { batch, windows };
  return {
    views: serveViews(registry),
    hasBatch: batch !== undefined,
    answer: (view, query) => answerView(sources, view, query),
    gold() {
      if (batch !== undefined) return batch.tables;
      throw new SluiceError(
        'refresh_not_configured',
        'there is no Gold here: set DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID',
        { kind: 'permanent' },
      );
    },
  };
}

/** Plans of the refresh as answers see them; the two stages meet here and nowhere else. */
export function createPlanReader(plans: Pick<PlanFiles, 'readPlan'>): PlanReader {
  // A plan is written once, and tables stand at a few of them.
  const kept = new Map<number, Readonly<Partial<Record<Source, readonly PlannedHead[]>>>>();
  return {
    async readHeads(refresh, source) {
      const bronze = kept.get(refresh) ?? (await plans.readPlan(toRefreshNumber(refresh)))?.bronze;
      if (bronze === undefined) return undefined;
      kept.set(refresh, bronze);
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_PLANS) break;
        kept.delete(oldest);
      }
      return bronze[source] ?? [];
    },
  };
}

/** Plans that are kept in memory. */
const MOST_PLANS = 16;
