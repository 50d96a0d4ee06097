import { type ReplayOutcome, type ReplayReport, type ReplayResult } from './replay-api';
import { type Selection } from './select-records';

/** Counts the outcomes of a replay so far. */
export function countOf(
  results: readonly ReplayResult[],
  { matched, skipped, exhausted }: Selection,
): Omit<ReplayReport, 'replay' | 'dryRun' | 'results'> {
  const count = (...outcomes: readonly ReplayOutcome[]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [published, rejected, failed] = [
    count('published', 'would-publish'),
    count('rejected'),
    count('failed'),
  ];
  // Records that turned out to be skipped during the replay. The others are already counted.
  const late = results.filter(
    ({ outcome, after }) => outcome === 'gone' || (outcome === 'under-way' && after !== null),
  ).length;
  const allSkipped = skipped + late;
  return {
    matched,
    published,
    rejected,
    failed,
    skipped: allSkipped,
    exhausted,
    remaining: Math.max(0, matched - published - rejected - failed - allSkipped),
  };
}
