/** What one check found. */
export interface Outcome {
  /** `missing`: a tool that it needs is not on this machine, so nothing was found out. */
  readonly state: 'passed' | 'failed' | 'missing';
  /** What was done, what is wrong and where, or what is missing and how to get it. */
  readonly details: readonly string[];
}

export interface Check {
  readonly title: string;
  readonly run: () => Promise<Outcome>;
}

export const passed = (...details: readonly string[]): Outcome => ({ state: 'passed', details });
export const missing = (...details: readonly string[]): Outcome => ({ state: 'missing', details });
/** Passed where there is no problem. */
export const validated = (done: string, problems: readonly string[]): Outcome =>
  problems.length === 0 ? passed(done) : { state: 'failed', details: problems };

/**
 * Runs checks in their order, says a line or more about each, and ends with the counts.
 *
 * @returns the exit code: 1 where one failed
 */
export async function runChecks(checks: readonly Check[], say: (line: string) => void): Promise<number> {
  const counts = { passed: 0, failed: 0, missing: 0 };
  for (const { title, run } of checks) {
    const { state, details } = await run().catch((error: unknown): Outcome => ({
      state: 'failed',
      details: [error instanceof Error ? error.message : String(error)],
    }));
    counts[state] += 1;
    const [first = '', ...others] = details;
    say(`  ${(state === 'missing' ? 'MISSING' : state).padEnd(8)} ${title}: ${first}`);
    for (const detail of others) say(`           ${detail}`);
  }
  const skipped = counts.missing === 0 ? '' : `, ${counts.missing} skipped`;
  if (counts.missing > 0) say('\nWhat is missing above was not checked.');
  say(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0 ? 0 : 1;
}
