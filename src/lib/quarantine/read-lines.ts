import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Rejection } from '../contracts/contract';
import { SluiceError } from '../platform/errors';
import { type QuarantineSlots } from './ports';
import { type QuarantinedLine, type QuarantinePartition } from './quarantine-record';

const gunzipAsync = promisify(gunzip);

const LINE_FEED = 0x0a;
/** The start of a line of a quarantined event (docs/landing-protocol.md). Other lines are not parsed. */
const QUARANTINED = Buffer.from(JSON.stringify({ meta: { verdict: 'quarantined' } }).slice(0, -2));

interface Line {
  readonly meta: {
    readonly sequenceNumber: number;
    readonly enqueuedTime: string;
    readonly landedAt: string;
    readonly contract?: string;
    readonly version?: number;
    readonly rejections: readonly Rejection[];
    readonly contentType?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
  readonly body: string;
}

/**
 * Returns the quarantined events of a slot, in order. Returns none if the slot does not exist.
 *
 * @throws SluiceError `lake_unavailable`; `landing_invariant` if the object is not a slot
 */
export async function readQuarantinedLines(
  slots: Pick<QuarantineSlots, 'read' | 'path'>,
  partition: QuarantinePartition,
  slot: number,
): Promise<readonly QuarantinedLine[]> {
  const object = await slots.read(partition, slot);
  if (object === undefined) return [];
  const path = slots.path(partition, slot);
  try {
    const text = await gunzipAsync(object);
    const lines: QuarantinedLine[] = [];
    for (let start = 0; start < text.length;) {
      const feed = text.indexOf(LINE_FEED, start);
      const end = feed === -1 ? text.length : feed;
      const line = text.subarray(start, end);
      if (line.subarray(0, QUARANTINED.length).equals(QUARANTINED)) lines.push(toLine(line));
      start = end + 1;
    }
    return lines;
  } catch (cause) {
    throw new SluiceError(
      'landing_invariant',
      `slot ${path} cannot be read; run \`npm run reconcile\` for details`,
      { kind: 'permanent', data: { path }, cause },
    );
  }
}

function toLine(line: Buffer): QuarantinedLine {
  const { meta, body } = JSON.parse(line.toString('utf8')) as Line;
  return {
    sequenceNumber: meta.sequenceNumber,
    enqueuedTime: meta.enqueuedTime,
    landedAt: meta.landedAt,
    contract: meta.contract ?? null,
    version: meta.version ?? null,
    rejections: meta.rejections,
    body: Buffer.from(body, 'base64'),
    contentType: meta.contentType,
    properties: meta.properties,
  };
}
