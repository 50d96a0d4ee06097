import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type ContractDescription } from '../contracts/contract';
import { type Slot, toSequenceNumber } from '../event-log/positions';
import { SluiceError } from '../platform/errors';
import { type LandedEvent } from './slot-events';

const gunzipAsync = promisify(gunzip);

const LINE_FEED = 0x0a;
const META = '{"meta":';
const ACCEPTED = Buffer.from('{"meta":{"verdict":"accepted",');
/** Follows `meta` of an accepted event. A text in `meta` cannot contain it, because its quotes are escaped there. */
const EVENT = Buffer.from('},"event":');
/** The positions come before everything that a sender can choose, except for the offset, which is short. */
const POSITIONS_BYTES = 4096;
const POSITIONS = /"sequenceNumber":(\d+),"offset":"(?:[^"\\]|\\.)*","enqueuedTime":"([^"]+)"/;

interface AcceptedMeta {
  readonly contract: string;
  readonly version: number;
  readonly sequenceNumber: number;
  readonly enqueuedTime: string;
}

/**
 * Reads the lines of a slot that {@link createLineWriter} wrote. The result and the contract come from the line, so
 * every reader agrees with Bronze. The events themselves are not parsed.
 *
 * @param body as stored (gzip)
 * @param contractOf returns undefined for a contract that this app does not have
 * @throws SluiceError `landing_invariant` (permanent) if the object is not a slot of Sluice
 */
export async function readSlotEvents(
  slot: Slot,
  body: Buffer,
  contractOf: (type: string, version: number) => ContractDescription | undefined,
): Promise<readonly LandedEvent[]> {
  const lines = await gunzipAsync(body).catch((cause: unknown) => {
    throw notASlot(slot, 'it cannot be decompressed', cause);
  });
  const events: LandedEvent[] = [];
  for (let at = 0; at < lines.length;) {
    const end = lines.indexOf(LINE_FEED, at);
    if (end === -1) throw notASlot(slot, 'its last line is incomplete');
    events.push(readLine(slot, lines.subarray(at, end), contractOf));
    at = end + 1;
  }
  return events;
}

function readLine(
  slot: Slot,
  line: Buffer,
  contractOf: (type: string, version: number) => ContractDescription | undefined,
): LandedEvent {
  if (line.subarray(0, ACCEPTED.length).equals(ACCEPTED)) {
    const end = line.indexOf(EVENT);
    if (end === -1) throw notASlot(slot, 'an accepted line has no event');
    const meta = JSON.parse(line.toString('utf8', META.length, end + 1)) as AcceptedMeta;
    const contract = contractOf(meta.contract, meta.version);
    const bytes = line.subarray(end + EVENT.length, line.length - 1);
    return {
      slot,
      sequenceNumber: toSequenceNumber(meta.sequenceNumber),
      enqueuedTime: Date.parse(meta.enqueuedTime),
      accepted: contract && { contract, bytes },
    };
  }
  const found = POSITIONS.exec(line.toString('utf8', 0, POSITIONS_BYTES));
  if (found === null) throw notASlot(slot, 'a line has no position');
  const [, sequenceNumber, enqueuedTime = ''] = found;
  return {
    slot,
    sequenceNumber: toSequenceNumber(Number(sequenceNumber)),
    enqueuedTime: Date.parse(enqueuedTime),
    accepted: undefined,
  };
}

function notASlot(slot: Slot, why: string, cause?: unknown): SluiceError {
  return new SluiceError('landing_invariant', `slot ${slot} cannot be read: ${why}`, {
    kind: 'permanent',
    cause,
    data: { slot },
  });
}
