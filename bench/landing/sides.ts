import { constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { type ValidationResult } from '../../src/lib/contracts/validation-result';
import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { type Source, SOURCES } from '../../src/lib/contracts/source';
import { app } from '../shared/built';
import { type Batch } from './batches';
import { createAjvValidation, type Validation } from './peers';

const gzipAsync = promisify(gzip);
const LANDED_AT = '2026-11-20T12:00:01.000Z';
const BATCHES_IN_FLIGHT = 4;

/** One of the compared implementations. Returns how many events it accepted, so that the counts can be compared. */
export interface Side {
  readonly name: SideName;
  run(batches: readonly Batch[]): number | Promise<number>;
}

/**
 * - `parse`: `JSON.parse(body.toString())` and nothing else; the base of all ratios
 * - `lines`: the app's work on the calling thread: decode, validate, encode lines
 * - `slot`: the same, compressed and hashed, four batches in flight: the work of the Bronze writer before the network
 * - `ajv`: parse, validate with schemas compiled at run time, `JSON.stringify` a wrapper; lines, uncompressed
 * - `ajvSlot`: the lines of `ajv`, compressed the same way
 */
export const SIDE_NAMES = ['parse', 'lines', 'slot', 'ajv', 'ajvSlot'] as const;
export type SideName = (typeof SIDE_NAMES)[number];

export function createSides(): Side[] {
  const validators = createValidators();
  const ajv = createAjvValidation();
  const out = new app.ByteWriter();
  const encode = ({ source, events }: Batch): number => {
    out.reset();
    return app.encodeLines({ events, validate: validators[source], partition: 3, landedAt: LANDED_AT }, out);
  };
  const encodeSlot = app.createSlotEncoder();
  return [
    { name: 'parse', run: parseAll },
    { name: 'lines', run: (batches) => batches.reduce((sum, batch) => sum + encode(batch), 0) },
    {
      name: 'slot',
      run: (batches) =>
        inFlight(batches, async ({ source, events }) => {
          const validate = validators[source];
          return (await encodeSlot({ events, validate, partition: 3, landedAt: LANDED_AT })).accepted;
        }),
    },
    {
      name: 'ajv',
      run: (batches) => batches.reduce((sum, { events }) => sum + toWrappedLines(events, ajv).accepted, 0),
    },
    {
      name: 'ajvSlot',
      run: (batches) =>
        inFlight(batches, async ({ events }) => {
          const { text, accepted } = toWrappedLines(events, ajv);
          await gzipAsync(text, { level: constants.Z_BEST_SPEED });
          return accepted;
        }),
    },
  ];
}

function createValidators(): Readonly<Record<Source, (event: ReceivedEvent) => ValidationResult>> {
  const registry = app.createRegistry();
  return Object.fromEntries(
    SOURCES.map((source) => [source, app.createEventValidator({ registry, source })]),
  ) as unknown as Record<Source, (event: ReceivedEvent) => ValidationResult>;
}

function parseAll(batches: readonly Batch[]): number {
  let objects = 0;
  for (const { events } of batches) {
    for (const { body } of events) {
      try {
        if (typeof JSON.parse(body.toString()) === 'object') objects += 1;
      } catch (error) {
        // The mix has some malformed events, which are not objects for any side.
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
  }
  return objects;
}

/** The lines of a slot in the usual implementation: objects in, `JSON.stringify` out. */
function toWrappedLines(
  events: readonly ReceivedEvent[],
  validate: Validation,
): { text: string; accepted: number } {
  let accepted = 0;
  const lines: string[] = [];
  for (const { body, sequenceNumber, offset, enqueuedTime } of events) {
    const { event, contract, problem } = validate(body);
    const meta = {
      partition: 3,
      sequenceNumber,
      offset,
      enqueuedTime: new Date(enqueuedTime),
      landedAt: LANDED_AT,
    };
    if (problem === undefined) {
      accepted += 1;
      lines.push(JSON.stringify({ meta: { verdict: 'accepted', contract, version: 1, ...meta }, event }));
    } else {
      const rejections = [problem];
      const kept = { meta: { verdict: 'quarantined', ...meta, rejections }, body: body.toString('base64') };
      lines.push(JSON.stringify(kept));
    }
  }
  return { text: `${lines.join('\n')}\n`, accepted };
}

async function inFlight(batches: readonly Batch[], work: (batch: Batch) => Promise<number>): Promise<number> {
  const waiting = batches.values();
  let accepted = 0;
  const lane = async (): Promise<void> => {
    for (const batch of waiting) {
      const more = await work(batch);
      accepted += more;
    }
  };
  await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, lane));
  return accepted;
}
