/** The result of one check. */
export interface Outcome {
  /** `missing`: a required tool is not installed, so the check did not run. */
  readonly state: 'passed' | 'failed' | 'missing';
  /** Details of the check: the work done, the errors with their places, or the missing tool and how to install it. */
  readonly details: readonly string[];
}

export interface Check {
  readonly title: string;
  readonly run: () => Promise<Outcome>;
}

export const passed = (...details: readonly string[]): Outcome => ({ state: 'passed', details });
export const missing = (...details: readonly string[]): Outcome => ({ state: 'missing', details });
/** Passed if there is no problem. */
export const validated = (done: string, problems: readonly string[]): Outcome =>
  problems.length === 0 ? passed(done) : { state: 'failed', details: problems };

/**
 * Runs checks in their order, prints their details, and ends with the counts.
 *
 * @returns the exit code: 1 if a check failed
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
  if (counts.missing > 0) say('\nChecks with the state MISSING did not run.');
  say(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0 ? 0 : 1;
}
