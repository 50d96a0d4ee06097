import { type QuarantineTotals } from './ports';
import { type StatusProblem } from './api';

/** Minutes of the past that are compared. */
const WINDOW_MINUTES = 10;
/** A few records are always wrong; from this number in the window on, it is a problem. */
const MIN_RECORDS = 100;

interface Sample {
  readonly at: number;
  readonly totals: QuarantineTotals;
}

/** Compares the totals of the last ten minutes, as far as this process has read them. */
export class QuarantineGrowth {
  #samples: readonly Sample[] = [];

  /** Adds a reading, and returns a problem if the quarantine grows fast. */
  observe(totals: QuarantineTotals, now: Date): readonly StatusProblem[] {
    const at = now.getTime();
    const kept = this.#samples.filter((sample) => at - sample.at <= WINDOW_MINUTES * 60_000);
    const newest = kept.at(-1);
    // One sample a second is enough.
    this.#samples = newest !== undefined && at - newest.at < 1000 ? kept : [...kept, { at, totals }];
    const [oldest] = kept;
    if (oldest === undefined) return [];
    const grown = totals.records - oldest.totals.records;
    if (grown < MIN_RECORDS) return [];
    const [worst] = totals.bySourceAndCode
      .map(({ source, code, records }) => ({ source, code, records: records - before(oldest, source, code) }))
      .sort((a, b) => b.records - a.records);
    const most = worst === undefined ? '' : `, most of them ${worst.code} of ${worst.source}`;
    const minutes = Math.max(1, Math.round((at - oldest.at) / 60_000));
    return [
      {
        stage: 'quarantine',
        state: 'late',
        cause: null,
        message: `${grown.toLocaleString('en')} records were quarantined within ${minutes} minute${minutes === 1 ? '' : 's'}${most}. They are kept and can be replayed.`,
      },
    ];
  }
}

function before({ totals }: Sample, source: string, code: string): number {
  return totals.bySourceAndCode.find((count) => count.source === source && count.code === code)?.records ?? 0;
}
