import { formatRows } from '../../lakehouse/engines/duckdb/query/format-rows';
import { queryLake } from '../../lakehouse/engines/duckdb/query/query-lake';
import { toEndLines } from './follow-refresh';
import { grouped } from './live-table';
import { type SourceProgress } from './pipeline-monitor';
import { type Refresh, type RefreshSummary } from '../../monitor/data/api';
import { type RefreshClient } from './refresh-client';
import { ResponseNotice } from './response-notice';

/** The query that is shown after the first refresh: a mart that needs no explanation. */
export const FIRST_QUERY = `
  SELECT country, currency, sum(order_count) AS orders, sum(pieces) AS pieces, sum(kept_amount) AS revenue
  FROM gold.sales_day GROUP BY ALL ORDER BY orders DESC, revenue DESC LIMIT 8`;

/**
 * The first refresh of almost no events prints an almost empty table. So it begins after this many events, or this long
 * after the first ones.
 */
const GATHER_EVENTS = 100;
const GATHER_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 1000;

export interface RefreshWatcherOptions {
  readonly client: RefreshClient;
  readonly lakeDirectory: string;
  readonly modelsDirectory: string;
  /**
   * The sources when the opening of the simulation was published. The first refresh begins when so many events have landed,
   * because other events refer to them. @default none
   */
  readonly opened?: readonly SourceProgress[];
  /** Prints lines above the status. */
  readonly print: (line: string) => void;
  /** Milliseconds since any start. @default performance.now */
  readonly now?: () => number;
}

/**
 * Starts the first refresh once every source that publishes has landed events. Prints a Gold table when that
 * refresh has ended, and reports later refreshes in one status line.
 */
export class RefreshWatcher {
  readonly #options: Required<RefreshWatcherOptions>;
  #firstLandedAt: number | undefined;
  #lookedAt = -Infinity;
  #first: string | undefined;
  #looking = false;
  #ended = false;
  readonly #notice = new ResponseNotice();
  #status = 'Silver and Gold: the first refresh starts as soon as events have landed.';

  constructor(options: RefreshWatcherOptions) {
    this.#options = { now: () => performance.now(), opened: [], ...options };
  }

  /** One line about the state of Silver and Gold. */
  get status(): string {
    return this.#status;
  }

  /**
   * Updates the status, at most once a second and one update at a time. It never throws: the status reports a
   * service that does not respond.
   */
  async look(progress: readonly SourceProgress[]): Promise<void> {
    const now = this.#options.now();
    if (this.#looking || now - this.#lookedAt < LOOK_MILLISECONDS) return;
    this.#looking = true;
    this.#lookedAt = now;
    try {
      if (this.#first === undefined) await this.#startFirst(progress, now);
      else if (this.#ended) this.#status = toStatus(await this.#options.client.newest());
      else await this.#followFirst(this.#first);
      this.#notice.worked();
    } catch (error) {
      // After a single failure the last status stays.
      this.#notice.failed(error);
      if (this.#notice.isDown)
        this.#status = `Silver and Gold: no response at the moment (${error instanceof Error ? error.message : String(error)})`;
    } finally {
      this.#looking = false;
    }
  }

  async #startFirst(progress: readonly SourceProgress[], now: number): Promise<void> {
    const sending = progress.filter(({ received }) => received > 0);
    if (sending.length === 0 || sending.some(({ accepted }) => accepted === 0)) return;
    if (this.#options.opened.some((before) => !hasLanded(before, progress))) return;
    this.#firstLandedAt ??= now;
    const landed = countLanded(progress) - countReceived(this.#options.opened);
    if (landed < GATHER_EVENTS && now - this.#firstLandedAt < GATHER_MILLISECONDS) return;
    this.#first = (await this.#options.client.start()).id;
    this.#status = 'Silver and Gold: the first refresh has started.';
  }

  async #followFirst(id: string): Promise<void> {
    const refresh = await this.#options.client.read(id);
    this.#status = toStatus(refresh);
    if (refresh.state === 'running' || refresh.state === 'cancelling') return;
    this.#ended = true;
    this.#options.print([...toEndLines(refresh), ...(await this.#toGoldLines(refresh))].join('\n'));
  }

  async #toGoldLines({ state }: Refresh): Promise<string[]> {
    if (state !== 'succeeded' && state !== 'nothing-new') return [];
    const { lakeDirectory, modelsDirectory } = this.#options;
    const table = formatRows(await queryLake({ lakeDirectory, modelsDirectory, sql: FIRST_QUERY }), 'table');
    return [
      '',
      'Gold, sales by country (gold.sales_day):',
      '',
      ...table
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
      '',
      'Query it with `npm run query -- "select …"`; `npm run query` lists the tables.',
      '',
    ];
  }
}

/** Whether all events that a source had received before have landed. */
function hasLanded(before: SourceProgress, progress: readonly SourceProgress[]): boolean {
  const now = progress.find(({ source }) => source === before.source);
  return now === undefined || now.accepted + now.quarantined >= before.received;
}

function countLanded(progress: readonly SourceProgress[]): number {
  return progress.reduce((sum, { accepted, quarantined }) => sum + accepted + quarantined, 0);
}

function countReceived(progress: readonly SourceProgress[]): number {
  return progress.reduce((sum, { received }) => sum + received, 0);
}

/** @param refresh from a list, or with its steps and runs */
function toStatus(refresh: RefreshSummary | Refresh | undefined): string {
  if (refresh === undefined) return 'Silver and Gold: no refresh yet.';
  const { state, startedAt, durationSeconds, newEvents, counts } = refresh;
  if (state !== 'running') {
    const took = durationSeconds === null ? '' : ` in ${durationSeconds.toFixed(1)} s`;
    const events = newEvents === null ? '' : `, ${grouped(newEvents)} new events`;
    return `Silver and Gold: last refresh at ${startedAt.slice(11, 19)} UTC ${state}${took}${events}.${toMixed(counts?.mixedTables ?? 0)}`;
  }
  const { steps, runs } = 'steps' in refresh ? refresh : { steps: [], runs: [] };
  const step = steps.at(-1)?.step ?? 'starting';
  const task = runs
    .flatMap(({ tasks }) => tasks)
    .filter(({ state: of }) => /RUNNING|InProgress/.test(of))
    .map(({ name }) => name);
  return `Silver and Gold: refreshing, ${step}${task.length === 0 ? '' : ` (${task.join(', ')})`} …`;
}

/** Where a person learns which tables have rows of an older model. */
function toMixed(tables: number): string {
  if (tables === 0) return '';
  const which = tables === 1 ? '1 table has' : `${tables} tables have`;
  return ` ${which} rows of an older model: \`npm run refresh\` names the command.`;
}
