import { type Session } from '../session';
import { type Expectation } from '../model/model';
import { failure, type ModelFailure } from '../run/model-failure';
import { type ExpectationResult } from '../run/model-result';

/** A check that is NULL counts as failed. */
const passes = ({ check }: Expectation): string => `coalesce((${check}\n), false)`;

/** A condition that is true for rows that pass every `drop`. */
export function keptCondition(expectations: readonly Expectation[]): string {
  const drops = expectations.filter(({ action }) => action === 'drop').map(passes);
  return drops.length === 0 ? 'true' : drops.join(' AND ');
}

/** Counts the rows of a relation that fail each of these expectations. */
export async function countFailures(
  session: Session,
  relation: string,
  expectations: readonly Expectation[],
): Promise<ExpectationResult[]> {
  if (expectations.length === 0) return [];
  const failed = expectations.map((one, at) => `count(*) FILTER (WHERE NOT ${passes(one)}) AS failed_${at}`);
  const counts = await session.counts(`SELECT count(*) AS checked, ${failed.join(', ')} FROM ${relation}`);
  return expectations.map(({ name, action }, at) => ({
    name,
    action,
    checked: counts['checked'] ?? 0,
    failed: counts[`failed_${at}`] ?? 0,
  }));
}

/** The failure of a broken `fail` expectation; undefined if there is none. */
export function findBroken(results: readonly ExpectationResult[]): ModelFailure | undefined {
  const broken = results.filter(({ action, failed }) => action === 'fail' && failed > 0);
  if (broken.length === 0) return undefined;
  const texts = broken.map(({ name, failed, checked }) => `${name} (${failed} of ${checked} rows)`);
  return failure(`nothing is committed, because expectations fail: ${texts.join(', ')}`);
}
