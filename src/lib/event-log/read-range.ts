import { at } from '../platform/at';
import { SluiceError } from '../platform/errors';
import { type HubGeneration, toSequenceNumber } from './positions';
import { type Source } from '../contracts/source';
import { findGaps, type Gap, type SequenceRange } from './gaps';
import { type HubReader } from './hub-reader';
import { type ReceivedEvent } from './received-event';

/** A part of a range, from where the last one ended. */
export interface RangeChunk {
  /** Ascending; may be empty. */
  readonly events: readonly ReceivedEvent[];
  /** Every other number of this part. */
  readonly gaps: readonly Gap[];
}

export interface ReadRangeOptions {
  readonly hub: HubReader;
  readonly source: Source;
  /** The life of the hub that the numbers are of. */
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  /** The hub must have given out its last number already. */
  readonly range: SequenceRange;
}

/** Empty batches in a row after which the reader gives up. */
const MAX_SILENCES = 6;

/**
 * Reads a range of sequence numbers from the hub itself. Each number comes back once: as an event, or as a gap where the hub
 * is sure not to hold it, because it has deleted it or has handed over a later one without it.
 *
 * @throws SluiceError `hub_unavailable` (transient) where the hub does not answer or says nothing
 */
export async function* readRange({
  hub,
  source,
  hubGeneration,
  partition,
  range: { from, to },
}: ReadRangeOptions): AsyncIterable<RangeChunk> {
  let next = from;
  /** What was read before is of the hub that was meant, for a hub that is made again has a later creation time from then on. */
  const assertSameHub = async (): Promise<void> => {
    if ((await hub.readHubGeneration(source)) === hubGeneration) return;
    throw silent(`is another one than ${hubGeneration}: the hub was made again`, { source, partition });
  };
  const readBegin = async (): Promise<number> => {
    const { beginSequenceNumber, lastSequenceNumber } = await hub.readPartition(source, partition);
    await assertSameHub();
    if (lastSequenceNumber >= to) return beginSequenceNumber;
    throw silent(`says that its last event is ${lastSequenceNumber}, before ${to}`, { source, partition });
  };
  /** The front of what is left, as far as retention has deleted it. */
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
      // Nothing comes where retention has deleted the rest meanwhile.
      const gaps = await takeDeleted();
      if (gaps.length > 0) yield { events: [], gaps };
      if (next > to) return;
      if (++silences < MAX_SILENCES) continue;
      throw silent(`sends nothing from sequence number ${next} on`, { source, partition });
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

/** Numbers before the hub's first event were deleted by retention; the others it passed over. */
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
    `partition ${data.partition} of Event Hub '${data.source}' ${what}; it is asked again`,
    { kind: 'transient', data },
  );
}
