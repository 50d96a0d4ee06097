import { type ContractCatalog, openCatalog } from '../contracts/catalog';
import { openWindows, type ViewStartStore, type WindowReader } from '../live/windows';
import { type Platform } from '../platform/platform';
import { openPlans } from '../refresh/store';
import { type AnswerOutcome, answerView, type ServeSources } from './answer/answer-view';
import { type ServeQuery } from './answer/serve-query';
import { type ServeView, serveViews } from './answer/serve-view';
import { openTables } from './gold/open-gold';
import { type ViewLive } from './api';
import { createPlanReader } from './plan-reader';
import { ViewLives } from './view-live';

/** Answers queries from batch views and live windows. */
export interface Serve {
  readonly views: readonly ServeView[];
  /** Whether a refresh is configured, so that views have a batch view. */
  readonly hasBatch: boolean;
  /**
   * Reads whether live windows have counted events of views.
   *
   * @returns the start by name of a view
   * @throws SluiceError `table_unavailable`
   */
  readLive(views: readonly string[]): Promise<(view: string) => ViewLive>;
  /** @throws SluiceError `lake_unavailable`, `table_unavailable`, `gold_unreadable` */
  answer(view: ServeView, query: ServeQuery): Promise<AnswerOutcome>;
}

/** @throws SluiceError `config_invalid` */
export function openServe(platform: Platform): Serve {
  const tables = platform.use(openTables);
  return createServe({
    catalog: platform.use(openCatalog),
    windows: platform.use(openWindows),
    starts: platform.use(openWindows),
    batch: tables === undefined ? undefined : { tables, plans: createPlanReader(platform.use(openPlans)) },
  });
}

export interface ServeOptions {
  readonly catalog: ContractCatalog;
  readonly windows: WindowReader;
  readonly starts: Pick<ViewStartStore, 'listStarts'>;
  /** Undefined if no refresh is configured; then answers are from live windows alone. */
  readonly batch: ServeSources['batch'];
}

export function createServe({ catalog, windows, starts, batch }: ServeOptions): Serve {
  const lives = new ViewLives(starts);
  return {
    views: serveViews(catalog),
    hasBatch: batch !== undefined,
    readLive: (views) => lives.read(views),
    answer: (view, query) => answerView({ batch, windows }, view, query),
  };
}
