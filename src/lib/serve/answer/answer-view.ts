import { SluiceError } from '../../platform/errors';
import { type FileFilter, type TableReader, type TableSnapshot } from '../gold/table-reader';
import { type PartitionWindows, type WindowReader } from '../../live/windows';
import { MAX_ROWS } from './answer-rows';
import { batchColumns, toContributions, WINDOW_DATE, WINDOW_START } from './batch-columns';
import { type Answer } from '../api';
import { type BatchState, createAnswer, type OpenAnswer } from './create-answer';
import { type PlanReader } from './ports';
import { type ServeQuery } from './serve-query';
import { batchTable, type ServeView } from './serve-view';

/** The sources of an answer. */
export interface ServeSources {
  /** Gold and its plans; undefined if no refresh is configured. */
  readonly batch: { readonly tables: TableReader; readonly plans: PlanReader } | undefined;
  readonly windows: WindowReader;
}

export type AnswerOutcome =
  | {
      readonly outcome: 'answered';
      readonly answer: Answer;
      /** Whether live windows of the view are still computed from Bronze. */
      readonly catchesUp: boolean;
    }
  | { readonly outcome: 'too-many-rows'; readonly maxRows: number };

const DAY = 86_400_000;

/**
 * Answers from the batch view up to the plan of its refresh, and from live windows after it. The version of
 * the batch view is read first. So events that arrive in between are in the live windows and not lost.
 *
 * @throws SluiceError `lake_unavailable`, `table_unavailable`, `gold_unreadable`
 */
export async function answerView(
  { batch, windows }: ServeSources,
  view: ServeView,
  query: ServeQuery,
): Promise<AnswerOutcome> {
  const { source, name } = view;
  const readLive = () => windows.readWindows({ source, view: name, from: query.from, to: query.to });
  if (batch === undefined) {
    const live = await readLive();
    return finish(createAnswer({ view, query, batch: undefined, windows: live }), live);
  }
  const { tables, plans } = batch;
  return tables.read(batchTable(view), async (snapshot) => {
    const state = snapshot && (await readState(snapshot, plans, view));
    const live = await readLive();
    const answer = createAnswer({ view, query, batch: state, windows: live });
    if (snapshot !== undefined && !(await addBatch(answer, snapshot, view, query))) return tooMany();
    return finish(answer, live);
  });
}

async function readState(
  { table, refresh }: TableSnapshot,
  plans: PlanReader,
  { source }: ServeView,
): Promise<BatchState> {
  if (refresh === undefined) throw unreadable(table, 'no commit names the refresh that wrote it');
  const heads = await plans.readHeads(refresh, source);
  if (heads === undefined)
    throw unreadable(table, `the plan of its refresh ${refresh} does not exist any more`);
  return { refresh, heads };
}

/** @returns false if the answer would have too many rows */
async function addBatch(
  answer: OpenAnswer,
  snapshot: TableSnapshot,
  view: ServeView,
  query: ServeQuery,
): Promise<boolean> {
  const range = answer.batchRange;
  if (range === undefined) return true;
  const last = range.to - 1;
  const filters: FileFilter[] = [
    { column: WINDOW_DATE, min: Math.floor(range.from / DAY), max: Math.floor(last / DAY) },
    { column: WINDOW_START, min: BigInt(range.from) * 1000n, max: BigInt(last) * 1000n },
  ];
  const columns = batchColumns(view, query);
  for await (const batch of snapshot.scan({ columns, filters })) {
    for (const contribution of toContributions(view, query, batch))
      if (!answer.addBatch(contribution)) return false;
  }
  return true;
}

function finish(open: OpenAnswer, live: readonly PartitionWindows[]): AnswerOutcome {
  const answer = open.finish();
  if (answer === undefined) return tooMany();
  return { outcome: 'answered', answer, catchesUp: live.some(({ catchesUp }) => catchesUp === true) };
}

function tooMany(): AnswerOutcome {
  return { outcome: 'too-many-rows', maxRows: MAX_ROWS };
}

function unreadable(table: string, reason: string): SluiceError {
  return new SluiceError('gold_unreadable', `the table ${table} cannot be read: ${reason}`, {
    kind: 'permanent',
    data: { table },
  });
}
