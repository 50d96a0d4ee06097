import { join } from 'node:path';
import { sqlName, sqlText } from '../delta/sql-text';
import { type BronzeType } from '../bronze/bronze-types';
import { linesSql, textsSql } from '../bronze/contract-relation';
import { readLines, writeLines } from '../bronze/slot-lines';
import { slotTail, toSlotPlace } from '../bronze/slot-path';
import { type RefreshRun } from '../run/refresh-run';
import { retriedSql } from './rejected-model';
import { readUnforeseen, type Unforeseen } from './unforeseen';

/** The new events of a contract, and those that another rule rejected. The contract's models read them. */
export interface ContractReading {
  readonly type: BronzeType;
  /**
   * Relation: `meta`, `event` with dates and times as texts, `problem`, and `file`, which is NULL for a
   * rejected event.
   */
  readonly lines: string;
  /** SQL for the rows of the rejected table to try again; undefined if there are none. */
  readonly retried: string | undefined;
  /** Rejected under any rule. */
  readonly known: readonly Unforeseen[];
  /** Rejected under the present rule. */
  readonly unforeseen: readonly Unforeseen[];
}

/**
 * Reads new slots of a contract once for all models that follow with the same slots. The relation exists
 * until the next contract is read.
 *
 * @param slots paths on this machine
 * @param isTrial omits the events that another rule rejected
 */
export async function readContract(
  run: RefreshRun,
  relation: string,
  slots: readonly string[],
  isTrial = false,
): Promise<ContractReading> {
  const type = run.models.bronzeTypes[relation];
  // Loading the models ensures that the type exists.
  if (type === undefined) throw new Error(`no type of bronze.${relation}`);
  const known = await readUnforeseen(run.lake, relation);
  const unforeseen = known.filter(({ rule }) => rule === type.rule);
  const retried = isTrial ? undefined : await retriedSql(run, relation);
  const lines = `engine.${sqlName(`lines_${relation}`)}`;
  const state = JSON.stringify([slots, unforeseen, retried]);
  if (run.readings.get(relation) !== state) {
    run.readings.delete(relation);
    const files = await withoutUnforeseen(run, slots, unforeseen);
    const fromSlots = `SELECT meta, event, problem, file FROM (${linesSql(type, files)})`;
    const again =
      retried === undefined ? '' : ` UNION ALL BY NAME ${retriedLines(type, retried, unforeseen)}`;
    await run.session.keep(lines, fromSlots + again);
    run.readings.set(relation, state);
  }
  return { type, lines, retried, known, unforeseen };
}

/** Rows of the rejected table as lines. */
function retriedLines(type: BronzeType, retried: string, unforeseen: readonly Unforeseen[]): string {
  const meta =
    `{verdict: 'accepted', contract: ${sqlText(type.contract)}, version: contract_version, "partition": "partition", ` +
    `sequenceNumber: sequence_number, "offset": CAST(NULL AS VARCHAR), enqueuedTime: enqueued_time, landedAt: landed_at}`;
  return (
    `SELECT ${meta} AS meta, event, problem, CAST(NULL AS VARCHAR) AS file ` +
    `FROM (${textsSql(type, `SELECT * RENAME (event AS text) FROM (${retried})`)}) WHERE ${isNoneOf(unforeseen)}`
  );
}

/** A condition on rows with the columns of the rejected table. */
function isNoneOf(entries: readonly Unforeseen[]): string {
  if (entries.length === 0) return 'true';
  const keys = entries.map(
    ({ hubGeneration, partition, sequenceNumber }) =>
      `(${sqlText(hubGeneration)}, ${partition}, ${sequenceNumber})`,
  );
  return `(hub_generation, "partition", sequence_number) NOT IN (${keys.join(', ')})`;
}

/** The slots; those with unforeseen events as copies without the events. */
async function withoutUnforeseen(
  run: RefreshRun,
  slots: readonly string[],
  unforeseen: readonly Unforeseen[],
): Promise<readonly string[]> {
  const left = new Map<string, Set<number>>();
  for (const one of unforeseen) {
    const tail = slotTail(one);
    left.set(tail, (left.get(tail) ?? new Set()).add(one.sequenceNumber));
  }
  const files: string[] = [];
  for (const slot of slots) {
    const place = toSlotPlace(slot);
    const numbers = left.get(slotTail(place));
    if (numbers === undefined) {
      files.push(slot);
      continue;
    }
    const lines = (await readLines(slot)).filter(
      ({ sequenceNumber }) => sequenceNumber === undefined || !numbers.has(sequenceNumber),
    );
    files.push(await writeLines(join(run.workDirectory, 'without'), place, lines));
  }
  return files;
}
