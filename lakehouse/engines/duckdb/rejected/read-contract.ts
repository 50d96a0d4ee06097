import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sqlName, sqlText } from '../delta/sql-text';
import { type BronzeType } from '../bronze/bronze-types';
import { acceptedSql, linesSql, textsSql } from '../bronze/contract-relation';
import { KeptFiles } from '../bronze/kept-files';
import { readLines, writeLines } from '../bronze/slot-lines';
import { slotTail, toSlotPlace } from '../bronze/slot-path';
import { type RefreshRun } from '../run/refresh-run';
import { retriedSql } from './rejected-model';
import { readUnforeseen, type Unforeseen } from './unforeseen';

/** The new events of a contract, and those that another rule rejected. The contract's models read them. */
export interface ContractReading {
  readonly type: BronzeType;
  /**
   * SQL of a relation: `meta`, `event` with dates and times as texts, `problem`, and `file`, which is NULL for a
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
 * Reads new slots of a contract. Each slot is read once for all models of the task, also if they have missed different
 * refreshes.
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
  const files = await withoutUnforeseen(run, slots, unforeseen);
  const fromSlots = await keptFiles(run, `lines_${relation}`).read(files, async (missing) =>
    linesSql(type, await acceptedLines(run, type.source, missing)),
  );
  if (retried === undefined) return { type, lines: fromSlots, retried, known, unforeseen };
  const again = `engine.${sqlName(`again_${relation}`)}`;
  await run.session.keep(again, retriedLines(type, retried, unforeseen));
  const lines = `(SELECT * FROM ${fromSlots} UNION ALL BY NAME SELECT * FROM ${again})`;
  return { type, lines, retried, known, unforeseen };
}

/** The lines of files. If several contracts share a source's slots, they share the lines, too. */
async function acceptedLines(run: RefreshRun, source: string, files: readonly string[]): Promise<string> {
  const contracts = Object.values(run.models.bronzeTypes).filter((type) => type.source === source);
  if (contracts.length === 1) return `(${acceptedSql(files)})`;
  return keptFiles(run, `slots_${source}`).read(files, acceptedSql);
}

function keptFiles({ readings, session }: RefreshRun, name: string): KeptFiles {
  const known = readings.get(name) ?? new KeptFiles(session, `engine.${sqlName(name)}`);
  readings.set(name, known);
  return known;
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
    // Other events, another file: a path stays for the rows that were read from it.
    const name = createHash('sha256')
      .update([...numbers].sort().join())
      .digest('hex')
      .slice(0, 16);
    const directory = join(run.workDirectory, 'without', name);
    files.push(await writeLines(directory, place, lines));
  }
  return files;
}
