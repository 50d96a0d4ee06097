import { type ContractCatalog, openCatalog } from '../contracts/catalog';
import { openWindows, type WindowReader } from '../live/windows';
import { type Platform } from '../platform/platform';
import { openPlans } from '../refresh/store';
import { type AnswerOutcome, answerView, type ServeSources } from './answer/answer-view';
import { type ServeQuery } from './answer/serve-query';
import { type ServeView, serveViews } from './answer/serve-view';
import { openTables } from './gold/open-gold';
import { createPlanReader } from './plan-reader';

/** Answers queries from batch views and live windows. */
export interface Serve {
  readonly views: readonly ServeView[];
  /** Whether a refresh is configured, so that views have a batch view. */
  readonly hasBatch: boolean;
  /** @throws SluiceError `lake_unavailable`, `table_unavailable`, `gold_unreadable` */
  answer(view: ServeView, query: ServeQuery): Promise<AnswerOutcome>;
}

/** @throws SluiceError `config_invalid` */
export function openServe(platform: Platform): Serve {
  const tables = platform.use(openTables);
  return createServe({
    catalog: platform.use(openCatalog),
    windows: platform.use(openWindows),
    batch: tables === undefined ? undefined : { tables, plans: createPlanReader(platform.use(openPlans)) },
  });
}

export interface ServeOptions {
  readonly catalog: ContractCatalog;
  readonly windows: WindowReader;
  /** Undefined if no refresh is configured; then answers are from live windows alone. */
  readonly batch: ServeSources['batch'];
}

export function createServe({ catalog, windows, batch }: ServeOptions): Serve {
  return {
    views: serveViews(catalog),
    hasBatch: batch !== undefined,
    answer: (view, query) => answerView({ batch, windows }, view, query),
  };
}
