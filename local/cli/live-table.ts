import { type SourceProgress } from './pipeline-monitor';
import { toTableText } from './text-table';

/** Two measurements of the pipeline; rates are computed from their difference. */
export interface TableInput {
  readonly before: readonly SourceProgress[] | undefined;
  readonly now: readonly SourceProgress[];
  /** Time between the two measurements. */
  readonly seconds: number;
}

/** Wide enough for the counts of a busy day, so that columns keep their positions. */
const HEADING = [
  'source'.padEnd(11),
  'in/s'.padStart(7),
  'landed/s'.padStart(8),
  'received'.padStart(10),
  'accepted'.padStart(10),
  'quarantined'.padStart(11),
  'lag'.padStart(7),
  'slots'.padStart(7),
];

/** Returns the table as lines without colours: one line a source, and one for all sources. */
export function toTableLines({ before, now, seconds }: TableInput): string[] {
  const rows = now.map((progress) => {
    const earlier = before?.find(({ source }) => source === progress.source);
    return { progress, ...rates(progress, earlier, seconds) };
  });
  const all = {
    in: rows.reduce((sum, row) => sum + row.in, 0),
    landed: rows.reduce((sum, row) => sum + row.landed, 0),
  };
  const total = (value: (progress: SourceProgress) => number): number =>
    now.reduce((sum, one) => sum + value(one), 0);
  return toTableText({
    heading: HEADING,
    sides: HEADING.map((_, column) => (column === 0 ? 'left' : 'right')),
    rows: [
      ...rows.map(({ progress, ...rate }) => [
        progress.source,
        grouped(rate.in),
        grouped(rate.landed),
        grouped(progress.received),
        grouped(progress.accepted),
        grouped(progress.quarantined),
        grouped(progress.lag),
        grouped(progress.slots),
      ]),
      [
        'all',
        grouped(all.in),
        grouped(all.landed),
        grouped(total(({ received }) => received)),
        grouped(total(({ accepted }) => accepted)),
        grouped(total(({ quarantined }) => quarantined)),
        grouped(total(({ lag }) => lag)),
        grouped(total(({ slots }) => slots)),
      ],
    ],
  });
}

/** Formats `12345` as `12,345`; fractions are rounded. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function rates(
  progress: SourceProgress,
  earlier: SourceProgress | undefined,
  seconds: number,
): { in: number; landed: number } {
  if (earlier === undefined || seconds <= 0) return { in: 0, landed: 0 };
  const landed = ({ accepted, quarantined }: SourceProgress): number => accepted + quarantined;
  return {
    in: (progress.received - earlier.received) / seconds,
    landed: (landed(progress) - landed(earlier)) / seconds,
  };
}
