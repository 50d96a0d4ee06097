import { at } from '../platform/at';
import { SluiceError } from '../platform/errors';
import { type HubGeneration, toSequenceNumber } from './positions';
import { type Source } from '../contracts/source';
import { findGaps, type Gap, type SequenceRange } from './gaps';
import { type HubReader } from './hub-reader';
import { type ReceivedEvent } from './received-event';

/** A part of a range, from the end of the previous part. */
export interface RangeChunk {
  /** Ascending; may be empty. */
  readonly events: readonly ReceivedEvent[];
  /** All other numbers of this part. */
  readonly gaps: readonly Gap[];
}

export interface ReadRangeOptions {
  readonly hub: HubReader;
  readonly source: Source;
  /** The hub generation of the numbers. */
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  /** The hub must already have assigned its last number. */
  readonly range: SequenceRange;
}

/** The reader gives up after this many empty batches in a row. */
const MAX_SILENCES = 6;

/**
 * Reads a range of sequence numbers from the hub itself. It returns each number once, as an event or as a gap. A
 * number is a gap only if the hub deleted it or delivered a later event without it.
 *
 * @throws SluiceError `hub_unavailable` (transient) if the hub does not answer or delivers nothing
 */
export async function* readRange({
  hub,
  source,
  hubGeneration,
  partition,
  range: { from, to },
}: ReadRangeOptions): AsyncIterable<RangeChunk> {
  let next = from;
  /**
   * A hub that is created again has a later creation time. If the time is unchanged, everything read before is of this
   * generation.
   */
  const assertSameHub = async (): Promise<void> => {
    if ((await hub.readHubGeneration(source)) === hubGeneration) return;
    throw silent(`is not of generation ${hubGeneration}: the hub was created again`, { source, partition });
  };
  const readBegin = async (): Promise<number> => {
    const { beginSequenceNumber, lastSequenceNumber } = await hub.readPartition(source, partition);
    await assertSameHub();
    if (lastSequenceNumber >= to) return beginSequenceNumber;
    throw silent(`reports ${lastSequenceNumber} as its last sequence number, which is before ${to}`, {
      source,
      partition,
    });
  };
  /** Returns the front of the remaining range that retention has deleted. */
  const takeDeleted = async (): Promise<readonly Gap[]> => {
    const begin = await readBegin();
    if (begin <= next) return [];
    const end = Math.min(begin - 1, to);
    const gap = toGap({ from: next, to: end }, 'retention');
    next = end + 1;
    return [gap];
  };

  const deleted = await takeDeleted();
  if (deleted.length > 0) yield { events: [], gaps: deleted };
  if (next > to) return;

  let silences = 0;
  for await (const batch of hub.receive(source, partition, toSequenceNumber(next))) {
    const fresh = batch.filter(({ sequenceNumber }) => sequenceNumber >= next);
    if (fresh.length === 0) {
      // No event comes if retention has deleted the rest in the meantime.
      const gaps = await takeDeleted();
      if (gaps.length > 0) yield { events: [], gaps };
      if (next > to) return;
      if (++silences < MAX_SILENCES) continue;
      throw silent(`sends no event from sequence number ${next} on`, { source, partition });
    }
    silences = 0;
    const events = fresh.filter(({ sequenceNumber }) => sequenceNumber <= to);
    const missing = findGaps(fresh, next)
      .map((gap) => ({ from: gap.from, to: Math.min(gap.to, to) }))
      .filter((gap) => gap.from <= gap.to);
    const gaps = missing.length === 0 ? [] : splitAt(await readBegin(), missing);
    await assertSameHub();
    yield { events, gaps };
    next = Math.min(at(fresh, fresh.length - 1).sequenceNumber, to) + 1;
    if (next > to) return;
  }
}

/** Retention deleted the numbers before the hub's first event. The hub skipped the other numbers. */
function splitAt(begin: number, ranges: readonly SequenceRange[]): readonly Gap[] {
  return ranges.flatMap(({ from, to }) => [
    ...(from < begin ? [toGap({ from, to: Math.min(to, begin - 1) }, 'retention')] : []),
    ...(to >= begin ? [toGap({ from: Math.max(from, begin), to }, 'absent')] : []),
  ]);
}

function toGap({ from, to }: SequenceRange, reason: Gap['reason']): Gap {
  return { from: toSequenceNumber(from), to: toSequenceNumber(to), reason };
}

function silent(what: string, data: { readonly source: Source; readonly partition: number }): SluiceError {
  return new SluiceError(
    'hub_unavailable',
    `partition ${data.partition} of Event Hub '${data.source}' ${what}; it is read again`,
    { kind: 'transient', data },
  );
}
