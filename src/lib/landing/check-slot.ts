import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { KnownGaps } from '../event-log/gaps';
import { type SlotMetadata } from './slot-metadata';

const gunzipAsync = promisify(gunzip);

/** Counts of a slot's lines, and how they differ from its metadata. */
export interface SlotCheck {
  readonly accepted: number;
  readonly quarantined: number;
  /** One sentence each; empty if the slot is sound. */
  readonly differences: readonly string[];
}

interface LineMeta {
  readonly verdict?: unknown;
  readonly sequenceNumber?: unknown;
}

/**
 * Reads a whole slot and compares it with its metadata: the checksum, the counts by `verdict`, and the sequence
 * numbers. The numbers must ascend without duplicates, and without gaps that the metadata does not record. Every line
 * is parsed.
 */
export async function checkSlot(body: Buffer, metadata: SlotMetadata): Promise<SlotCheck> {
  const differences: string[] = [];
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (sha256 !== metadata.sha256)
    differences.push(`the sha256 of the object is ${sha256}, but its metadata has ${metadata.sha256}`);

  const counts = { accepted: 0, quarantined: 0 };
  const unpacked = await unpack(body);
  if ('fault' in unpacked) {
    differences.push(`the object cannot be decompressed: ${unpacked.fault}`);
    return { ...counts, differences };
  }
  const lines = unpacked.text.split('\n');
  if (lines.pop() !== '') differences.push('the last line is incomplete');
  const recorded = new KnownGaps();
  recorded.add(metadata.gaps);
  let expected: number = metadata.firstSequenceNumber;
  lines.forEach((line, index) => {
    const meta = readMeta(line);
    if (meta === undefined) {
      differences.push(`line ${index + 1} is not a Bronze line`);
      return;
    }
    counts[meta.verdict] += 1;
    if (meta.sequenceNumber < expected)
      differences.push(`sequence number ${meta.sequenceNumber} is there twice`);
    const hole = recorded.unknownIn({ from: expected, to: meta.sequenceNumber - 1 });
    if (hole !== undefined) differences.push(`sequence numbers ${hole.from} to ${hole.to} are missing`);
    expected = Math.max(expected, meta.sequenceNumber + 1);
  });
  if (expected !== metadata.lastSequenceNumber + 1) {
    differences.push(
      `the last line has sequence number ${expected - 1}, but the metadata has ${metadata.lastSequenceNumber}`,
    );
  }
  for (const verdict of ['accepted', 'quarantined'] as const) {
    if (counts[verdict] !== metadata[verdict]) {
      differences.push(`${counts[verdict]} lines are ${verdict}, but the metadata has ${metadata[verdict]}`);
    }
  }
  return { ...counts, differences };
}

/** Returns a fault instead of throwing it: the caller has other slots to read. */
async function unpack(body: Buffer): Promise<{ readonly text: string } | { readonly fault: string }> {
  try {
    return { text: (await gunzipAsync(body)).toString('utf8') };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

function readMeta(line: string): { verdict: 'accepted' | 'quarantined'; sequenceNumber: number } | undefined {
  let parsed: { meta?: LineMeta; event?: unknown; body?: unknown } | null;
  try {
    parsed = JSON.parse(line) as typeof parsed;
  } catch {
    return undefined;
  }
  const { verdict, sequenceNumber } = parsed?.meta ?? {};
  if (typeof sequenceNumber !== 'number') return undefined;
  if (verdict === 'accepted' && typeof parsed?.event === 'object') return { verdict, sequenceNumber };
  if (verdict === 'quarantined' && typeof parsed?.body === 'string') return { verdict, sequenceNumber };
  return undefined;
}
