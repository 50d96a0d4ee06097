import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { createLineWriter, type LineContext } from './bronze-line';
import { type ValidationResult } from '../contracts/validation-result';
import { ByteWriter } from './byte-writer';
import { type ReceivedEvent } from '../event-log/received-event';

const gzipAsync = promisify(gzip);

/** The content of a slot, before it has a number. */
export interface EncodedSlot {
  /** Gzip of NDJSON, one line an event. */
  readonly body: Buffer;
  readonly sha256: string;
  readonly accepted: number;
  readonly quarantined: number;
}

export interface EncodeSlotOptions extends LineContext {
  readonly events: readonly ReceivedEvent[];
  readonly validate: (event: ReceivedEvent) => ValidationResult;
}

/** Writers kept for the next slot, and the largest that is worth keeping, in bytes. */
const MAX_KEPT = 4;
const LARGEST_KEPT = 8 * 1024 * 1024;

/** Two below the default: half a percent larger, and a quarter less time to set up on the calling thread. */
const MEMORY_LEVEL = 6;
/** A typical slot of a thousand events fits into two, and each below what the allocator maps anew every time. */
const OUTPUT_CHUNK = 96 * 1024;

/** Judges events and encodes them as one slot. */
export type SlotEncoder = (options: EncodeSlotOptions) => Promise<EncodedSlot>;

/**
 * Makes an encoder, which keeps the memory that it worked in for the next slot.
 *
 * Judging and writing run on the calling thread over all events at once; compression runs in libuv's pool, in large
 * pieces: the default of 16 KiB would bring it back to the calling thread a dozen times a slot. Level 1 costs a third of
 * the default level's time and gives nine tenths of its saving on event data.
 */
export function createSlotEncoder(): SlotEncoder {
  const kept: ByteWriter[] = [];
  return async ({ events, validate, ...context }) => {
    const out = kept.pop() ?? new ByteWriter();
    try {
      const accepted = encodeLines({ events, validate, ...context }, out);
      const lines = out.written;
      const body = await gzipAsync(lines, {
        level: constants.Z_BEST_SPEED,
        memLevel: MEMORY_LEVEL,
        chunkSize: OUTPUT_CHUNK,
      });
      // A tenth of a millisecond; handing it to another thread costs more of this one's time.
      const sha256 = createHash('sha256').update(body).digest('hex');
      return { body, sha256, accepted, quarantined: events.length - accepted };
    } finally {
      out.reset();
      if (kept.length < MAX_KEPT && out.capacity <= LARGEST_KEPT) kept.push(out);
    }
  };
}

/**
 * Writes the lines of a slot, uncompressed; the part of encoding that costs time on the calling thread.
 *
 * @returns how many events were accepted
 */
export function encodeLines({ events, validate, ...context }: EncodeSlotOptions, out: ByteWriter): number {
  const write = createLineWriter(context, out);
  let accepted = 0;
  for (const event of events) {
    const validation = validate(event);
    if (validation.verdict === 'accepted') accepted += 1;
    write(event, validation);
  }
  return accepted;
}
