import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type LakeObject } from './memory-lake';

/** A line of Bronze as a reader downstream sees it. */
export interface ReadLine {
  readonly sequenceNumber: number;
  readonly verdict: string;
  readonly codes: readonly string[];
  /** The event's bytes, of whichever verdict. */
  readonly body: string;
}

interface ParsedLine {
  meta: { verdict: string; sequenceNumber: number; rejections?: { code: string }[] };
  event?: unknown;
  body?: string;
}

/** Reads the lines of slot objects, in the order given, with none of the code that wrote them. */
export function readLines(objects: Iterable<LakeObject>): ReadLine[] {
  const lines: ReadLine[] = [];
  for (const { body } of objects) {
    for (const text of gunzipSync(body).toString('utf8').trimEnd().split('\n')) {
      const { meta, event, body: encoded } = JSON.parse(text) as ParsedLine;
      lines.push({
        sequenceNumber: meta.sequenceNumber,
        verdict: meta.verdict,
        codes: (meta.rejections ?? []).map(({ code }) => code),
        body: encoded === undefined ? JSON.stringify(event) : Buffer.from(encoded, 'base64').toString('utf8'),
      });
    }
  }
  return lines;
}

/** What a slot's metadata must say, worked out from its bytes alone. */
export function describeObject(object: LakeObject): Record<string, string> {
  const lines = readLines([object]);
  return {
    firstSequenceNumber: String(lines[0]?.sequenceNumber),
    lastSequenceNumber: String(lines.at(-1)?.sequenceNumber),
    accepted: String(lines.filter(({ verdict }) => verdict === 'accepted').length),
    quarantined: String(lines.filter(({ verdict }) => verdict === 'quarantined').length),
    sha256: createHash('sha256').update(object.body).digest('hex'),
  };
}
