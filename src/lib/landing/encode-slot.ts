import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { createLineWriter, type LineContext } from './bronze-line';
import { type ValidationResult } from '../contracts/validation-result';
import { ByteWriter } from './byte-writer';
import { type ReceivedEvent } from '../event-log/received-event';

const gzipAsync = promisify(gzip);

/** The content of a slot, without its number. */
export interface EncodedSlot {
  /** Gzip of NDJSON, one line per event. */
  readonly body: Buffer;
  readonly sha256: string;
  readonly accepted: number;
  readonly quarantined: number;
}

export interface EncodeSlotOptions extends LineContext {
  readonly events: readonly ReceivedEvent[];
  readonly validate: (event: ReceivedEvent) => ValidationResult;
}

/** How many byte writers are kept for the next slots, and the capacity in bytes above which one is discarded. */
const MAX_KEPT = 4;
const LARGEST_KEPT = 8 * 1024 * 1024;

/**
 * Two below zlib's default: the output is half a percent larger, and setup on the calling thread takes a quarter less
 * time.
 */
const MEMORY_LEVEL = 6;
/**
 * A typical slot of a thousand events fits into two chunks. The allocator would map larger chunks again every time.
 */
const OUTPUT_CHUNK = 96 * 1024;

/** Validates events and encodes them as one slot. */
export type SlotEncoder = (options: EncodeSlotOptions) => Promise<EncodedSlot>;

/**
 * Creates an encoder that reuses its memory for the next slot.
 *
 * Validation and writing run on the calling thread, over all events at once. Compression runs in libuv's pool with
 * large chunks, because the default of 16 KiB would return to the calling thread a dozen times per slot. Level 1 takes
 * a third of the time of the default level and saves nine tenths as much on event data.
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
      // Takes a tenth of a millisecond. Passing it to another thread would cost this thread more.
      const sha256 = createHash('sha256').update(body).digest('hex');
      return { body, sha256, accepted, quarantined: events.length - accepted };
    } finally {
      out.reset();
      if (kept.length < MAX_KEPT && out.capacity <= LARGEST_KEPT) kept.push(out);
    }
  };
}

/**
 * Writes the lines of a slot, uncompressed. This part of encoding takes time on the calling thread.
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
