import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Json } from '@duckdb/node-api';
import { eventText, lineMeta, readLines, type SlotLine, writeLines } from '../bronze/slot-lines';
import { type SlotPlace, toSlotPlace } from '../bronze/slot-path';
import { type RefreshRun } from '../run/refresh-run';
import { retriedSql } from './rejected-model';
import { readUnforeseen, type Unforeseen, writeUnforeseen } from './unforeseen';

/** Runs a model on slots without a commit. @returns why it fails; undefined if it does not */
export type Trial = (slots: readonly string[]) => Promise<string | undefined>;

/** Characters of an engine's error that are kept as a reason. */
const MAX_REASON = 500;

/** If a model fails on more events than this at once, the model is at fault, and the refresh reports that. */
const MAX_FAILING_EVENTS = 100;

/**
 * Finds the events of a contract on which a model fails although they pass every check. Searches by halves
 * and records the events.
 *
 * @param slots new slots of the contract, on this machine
 * @returns whether the model can continue without the found events; false if no event is the cause, or too
 * many are
 */
export async function rejectFailingEvents(
  run: RefreshRun,
  relation: string,
  slots: readonly string[],
  trial: Trial,
): Promise<boolean> {
  const { maxFailingEvents: limit = MAX_FAILING_EVENTS } = run;
  // It fails without events, too: the cause is elsewhere.
  if ((await trial([])) !== undefined) return false;
  const directory = await mkdtemp(join(run.workDirectory, 'trial-'));
  try {
    const candidates = [...slots, ...(await retriedSlots(run, relation, directory))];
    let left = limit + 1;
    const found = await failingEventsOf(candidates, trial, async (slot) => {
      if (left <= 0) return [];
      const place = toSlotPlace(slot);
      const lines = await readLines(slot);
      return failingEventsOf(
        lines,
        async (some) =>
          left <= 0
            ? undefined
            : trial([await writeLines(await mkdtemp(join(directory, 'lines-')), place, some)]),
        (line, reason) => {
          left--;
          return Promise.resolve([toUnforeseen(run, relation, place, line, reason)]);
        },
      );
    });
    if (found.length === 0 || found.length > limit) return false;
    await record(run, relation, found);
    return true;
  } finally {
    // Among them are files of the trials.
    run.readings.clear();
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Finds the smallest parts on which a trial fails. If it fails on all parts together and on neither half, no
 * part is the cause.
 *
 * @param toFailingEvents converts a part that fails alone to its events
 */
async function failingEventsOf<Part, FailingEvent>(
  parts: readonly Part[],
  trial: (parts: readonly Part[]) => Promise<string | undefined>,
  toFailingEvents: (part: Part, reason: string) => Promise<readonly FailingEvent[]>,
): Promise<readonly FailingEvent[]> {
  const [only] = parts;
  if (only === undefined) return [];
  const reason = await trial(parts);
  if (reason === undefined) return [];
  if (parts.length === 1) return toFailingEvents(only, reason);
  const middle = parts.length >> 1;
  return [
    ...(await failingEventsOf(parts.slice(0, middle), trial, toFailingEvents)),
    ...(await failingEventsOf(parts.slice(middle), trial, toFailingEvents)),
  ];
}

/** Rejected events to try again, as slots. */
async function retriedSlots(run: RefreshRun, relation: string, directory: string): Promise<string[]> {
  const retried = await retriedSql(run, relation);
  if (retried === undefined) return [];
  const contract = run.models.bronzeTypes[relation]?.contract;
  const rows = await run.session.rows(
    `SELECT hub_generation, "partition", slot, sequence_number, contract_version,
      strftime(enqueued_time, '%Y-%m-%dT%H:%M:%S.%gZ') AS enqueued_time, strftime(landed_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS landed_at,
      event FROM (${retried})`,
  );
  const files: string[] = [];
  for (const [index, row] of rows.entries()) {
    const [partition, slot, sequenceNumber] = [row['partition'], row['slot'], row['sequence_number']].map(
      Number,
    );
    const place = {
      hubGeneration: toText(row['hub_generation']),
      partition: partition ?? 0,
      slot: slot ?? 0,
    };
    const meta = JSON.stringify({
      verdict: 'accepted',
      contract,
      version: Number(row['contract_version']),
      partition,
      sequenceNumber,
      enqueuedTime: row['enqueued_time'],
      landedAt: row['landed_at'],
    });
    const line = { text: `{"meta":${meta},"event":${toText(row['event'])}}`, sequenceNumber, contract };
    files.push(await writeLines(join(directory, `retried-${index}`), place, [line]));
  }
  return files;
}

function toUnforeseen(
  { models }: RefreshRun,
  relation: string,
  { hubGeneration, partition, slot }: SlotPlace,
  line: SlotLine,
  reason: string,
): Unforeseen {
  const meta = lineMeta(line);
  const type = models.bronzeTypes[relation];
  if (line.sequenceNumber === undefined || type === undefined)
    throw new Error(`a line of slot ${slot} of ${hubGeneration}/p=${partition} has no sequence number`);
  return {
    hubGeneration,
    partition,
    slot,
    sequenceNumber: line.sequenceNumber,
    enqueuedTime: meta?.enqueuedTime ?? null,
    landedAt: meta?.landedAt ?? null,
    contractVersion: meta?.version ?? null,
    contract: line.contract ?? type.contract,
    reason: reason.slice(0, MAX_REASON),
    rule: type.rule,
    event: eventText(line),
  };
}

/** The list has the same event once, with the newest reason. */
async function record(run: RefreshRun, relation: string, found: readonly Unforeseen[]): Promise<void> {
  const keyOf = ({ hubGeneration, partition, sequenceNumber }: Unforeseen): string =>
    `${hubGeneration}/${partition}/${sequenceNumber}`;
  const entries = new Map((await readUnforeseen(run.lake, relation)).map((one) => [keyOf(one), one]));
  for (const one of found) entries.set(keyOf(one), one);
  await writeUnforeseen(run.lake, relation, [...entries.values()]);
}

/** A column of texts. */
function toText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
