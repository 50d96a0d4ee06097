import { type IncompleteReason } from '../api';
import { type Choice } from './choose-sources';
import { type ServeQuery } from './serve-query';

/** A range of the answer from one source. The ranges follow each other without a gap. */
export interface AnswerPart {
  readonly source: 'batch' | 'live';
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export interface IncompleteRange {
  readonly from: number;
  readonly to: number;
  readonly reason: IncompleteReason;
}

const MINUTE = 60_000;

/**
 * Splits the requested range into parts of one source, and into incomplete ranges. Consecutive equal minutes
 * are joined.
 */
export function toParts(
  { from, to }: Pick<ServeQuery, 'from' | 'to'>,
  { isLive, incompleteOf }: Pick<Choice, 'isLive' | 'incompleteOf'>,
): { readonly parts: readonly AnswerPart[]; readonly incomplete: readonly IncompleteRange[] } {
  const parts: AnswerPart[] = [];
  const incomplete: IncompleteRange[] = [];
  for (let minute = from; minute < to; minute += MINUTE) {
    const next = minute + MINUTE;
    const source = isLive(minute) ? 'live' : 'batch';
    const part = parts.at(-1);
    if (part?.source === source) parts[parts.length - 1] = { ...part, to: next };
    else parts.push({ source, from: minute, to: next });
    const reason = incompleteOf(minute);
    if (reason === undefined) continue;
    const range = incomplete.at(-1);
    if (range?.to === minute && range.reason === reason)
      incomplete[incomplete.length - 1] = { ...range, to: next };
    else incomplete.push({ from: minute, to: next, reason });
  }
  return { parts, incomplete };
}
