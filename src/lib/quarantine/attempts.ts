import { type FixAttempts, type QuarantineRecord } from './quarantine-record';

/** Maximum number of fixes that a row counts. An older one counts as never tried. */
const MAX_FIXES = 20;

type Tried = Pick<QuarantineRecord, 'tried'>;

/** Returns how often a fix was tried with a record since it was reopened. */
export function attemptsWith({ tried }: Tried, fix: string): number {
  return tried.find((one) => one.fix === fix)?.attempts ?? 0;
}

/** Counts one more attempt with a fix. */
export function withAttempt(record: Tried, fix: string): readonly FixAttempts[] {
  return counted(record, fix, attemptsWith(record, fix) + 1);
}

/** Takes one attempt with a fix back, because it was not the record that failed. */
export function withoutAttempt(record: Tried, fix: string): readonly FixAttempts[] {
  return counted(record, fix, attemptsWith(record, fix) - 1);
}

function counted({ tried }: Tried, fix: string, attempts: number): readonly FixAttempts[] {
  const others = tried.filter((one) => one.fix !== fix);
  return attempts > 0 ? [...others, { fix, attempts }].slice(-MAX_FIXES) : others;
}
