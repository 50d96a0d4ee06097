import { sqlName, sqlText } from '../delta/sql-text';
import { textsSql } from '../bronze/contract-relation';
import { eventText, readLines } from '../bronze/slot-lines';
import { slotTail, toSlotPlace } from '../bronze/slot-path';
import { type RefreshRun } from '../run/refresh-run';
import { type ContractReading, readContract } from './read-contract';
import { type Unforeseen } from './unforeseen';

const COLUMNS =
  'hub_generation VARCHAR, "partition" INTEGER, sequence_number BIGINT, slot BIGINT, enqueued_time TIMESTAMPTZ, ' +
  'landed_at TIMESTAMPTZ, contract_version INTEGER, problem VARCHAR, rule VARCHAR, event VARCHAR';

/**
 * Registers `rejected.<relation>` in DuckDB: the new events that a check or a model rejects, and all rows
 * that the rejected table has from another rule. Rows without a reason may leave the table.
 *
 * @param slots paths on this machine
 */
export async function registerRejected(
  run: RefreshRun,
  relation: string,
  slots: readonly string[],
): Promise<void> {
  const reading = await readContract(run, relation, slots);
  const table = `engine.${sqlName(`rejected_${relation}`)}`;
  await run.session.run(`CREATE OR REPLACE TABLE ${table} (${COLUMNS})`);
  await insertNew(run, reading, table);
  await insertUnforeseen(run, reading, table, slots);
  if (reading.retried !== undefined) await insertRetried(run, reading, table);
  const space = "instr(problem, ' ')";
  await run.session.view(
    `rejected.${sqlName(relation)}`,
    `SELECT * EXCLUDE (problem), substring(problem, 1, ${space} - 1) AS field, substring(problem, ${space} + 1) AS reason FROM ${table}`,
  );
}

/** Take the text of an event from its line: DuckDB would format the JSON differently. */
async function insertNew(
  { session }: RefreshRun,
  { lines, type }: ContractReading,
  table: string,
): Promise<void> {
  const files = await session.rows(
    `SELECT file, list(meta.sequenceNumber) AS numbers FROM ${lines} WHERE problem IS NOT NULL AND file IS NOT NULL GROUP BY file`,
  );
  for (const { file: path, numbers } of files) {
    const file = typeof path === 'string' ? path : '';
    const { hubGeneration, slot } = toSlotPlace(file);
    const wanted = new Set((numbers as unknown[]).map(Number));
    for (const line of await readLines(file)) {
      if (line.sequenceNumber === undefined || !wanted.has(line.sequenceNumber)) continue;
      await session.run(
        `INSERT INTO ${table} SELECT $hubGeneration, meta.partition, meta.sequenceNumber, $slot::BIGINT, meta.enqueuedTime,
          meta.landedAt, meta.version, problem, $rule, $event FROM ${lines} WHERE file = $file AND meta.sequenceNumber = $number::BIGINT`,
        {
          hubGeneration,
          slot: BigInt(slot),
          rule: type.rule,
          event: eventText(line),
          file,
          number: BigInt(line.sequenceNumber),
        },
      );
    }
  }
}

/**
 * Those of this contract in new slots, under any rule: a table may have skipped an event before the rule
 * changed. A reason without a field begins with a space.
 */
async function insertUnforeseen(
  run: RefreshRun,
  { known, type }: ContractReading,
  table: string,
  slots: readonly string[],
): Promise<void> {
  const tails = new Set(slots.map((slot) => slotTail(toSlotPlace(slot))));
  for (const one of known)
    if (one.contract === type.contract && tails.has(slotTail(one)))
      await run.session.run(
        `INSERT INTO ${table} VALUES ($hubGeneration, $partition::INTEGER, $sequenceNumber::BIGINT, $slot::BIGINT,
          $enqueuedTime::TIMESTAMPTZ, $landedAt::TIMESTAMPTZ, $contractVersion::INTEGER, $problem, $rule, $event)`,
        toValues(one),
      );
}

async function insertRetried(
  run: RefreshRun,
  { retried = '', type, unforeseen }: ContractReading,
  table: string,
): Promise<void> {
  const texts = textsSql(type, `SELECT * RENAME (event AS text) FROM (${retried})`);
  await run.session.run(
    `INSERT INTO ${table} SELECT hub_generation, "partition", sequence_number, slot, enqueued_time, landed_at,
      contract_version, problem, ${sqlText(type.rule)}, text FROM (${texts})`,
  );
  for (const { hubGeneration, partition, sequenceNumber, reason } of unforeseen)
    await run.session.run(
      `UPDATE ${table} SET problem = $problem WHERE hub_generation = $hubGeneration
        AND "partition" = $partition::INTEGER AND sequence_number = $sequenceNumber::BIGINT`,
      { problem: ` ${reason}`, hubGeneration, partition, sequenceNumber: BigInt(sequenceNumber) },
    );
}

function toValues(one: Unforeseen) {
  const { hubGeneration, partition, enqueuedTime, landedAt, contractVersion, rule, event } = one;
  return {
    hubGeneration,
    partition,
    enqueuedTime,
    landedAt,
    contractVersion,
    rule,
    event,
    problem: ` ${one.reason}`,
    sequenceNumber: BigInt(one.sequenceNumber),
    slot: BigInt(one.slot),
  };
}
