import { type ServeAnswer } from '../data/api';

type Part = ServeAnswer['parts'][number];

const NAMES: Readonly<Record<Part['source'], string>> = { batch: 'the batch view', live: 'live windows' };

/** The source of a row, for a table. */
export const ROW_SOURCES: Readonly<Record<ServeAnswer['rows'][number]['source'], string>> = {
  batch: 'batch',
  live: 'live',
  both: 'batch and live',
};

/** More parts than this are counted instead of listed. */
const MAX_LISTED = 4;

/** Which part of an answer is from the batch view and which from live windows, in one sentence. */
export function toPartsText(parts: readonly Part[], toTimeText: (time: string) => string): string {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return 'This range has no data.';
  if (parts.length === 1) return `All data is from ${NAMES[first.source]}.`;
  if (parts.length > MAX_LISTED) {
    const live = parts.filter(({ source }) => source === 'live').length;
    return `Mixed: ${parts.length - live} ranges are from the batch view and ${live} from live windows. The strip below the chart shows them.`;
  }
  const listed = parts
    .slice(0, -1)
    .map(
      ({ source, to }, index) => `${index === 0 ? 'Up' : 'up'} to ${toTimeText(to)} from ${NAMES[source]}`,
    );
  return `${listed.join(', ')}, then from ${NAMES[last.source]}.`;
}

/** The sources of the rows that begin at a time: live, batch, or both. */
export function toRowSources({ rows }: Pick<ServeAnswer, 'rows'>): (at: number) => string {
  const sources = new Map<number, ServeAnswer['rows'][number]['source']>();
  for (const { start, source } of rows) {
    const at = Date.parse(start);
    const known = sources.get(at);
    sources.set(at, known === undefined || known === source ? source : 'both');
  }
  return (at) => {
    const source = sources.get(at);
    return source === undefined ? '' : ROW_SOURCES[source];
  };
}
