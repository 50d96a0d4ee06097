import { type RheaConnection, type RheaSession } from './rhea-view';

/** @param more whether further transfers of the same message follow */
export type OnTransfer = (payload: Buffer | undefined, more: boolean) => void;

/** A frame: its size, data offset, type and channel; then the performative (OASIS AMQP 1.0, part 2, section 2.3.1). */
const FRAME_HEADER_BYTES = 8;
/** Data offset of two words and type 0, as every AMQP frame without an extended header has. */
const PLAIN_FRAME = 0x0200;
const SMALL_ULONG = 0x53;
const TRANSFER = 0x14;
const LIST8 = 0xc0;
const LIST32 = 0xd0;
/** Index of the field `more` (part 2, section 2.7.5). */
const MORE = 5;

/**
 * Reads transfers of some sessions from the bytes of a connection. rhea decodes all other frames. For each transfer
 * rhea would create about twenty objects and two views, which costs more than the rest of the trigger's work.
 */
export class TransferTap {
  readonly #connection: RheaConnection;
  readonly #sessions = new WeakMap<RheaSession, OnTransfer>();

  /** @param connection an open connection, which is past SASL */
  constructor(connection: RheaConnection) {
    this.#connection = connection;
    const transport = connection.amqp_transport;
    const read = transport.read.bind(transport);
    transport.read = (bytes) => {
      let at = 0;
      while (at + FRAME_HEADER_BYTES <= bytes.length) {
        const end = at + bytes.readUInt32BE(at);
        if (end > bytes.length || end < at + FRAME_HEADER_BYTES) break;
        if (!this.#take(bytes, at, end)) {
          // rhea stops after a close.
          if (read(bytes.subarray(at, end)) === 0) return at;
        }
        at = end;
      }
      // rhea keeps an incomplete frame, and refuses one of an impossible size.
      return at === 0 ? read(bytes) : at;
    };
  }

  /** Calls `onTransfer` for each transfer on this session whose encoding is known. The others go to rhea. */
  add(session: RheaSession, onTransfer: OnTransfer): void {
    this.#sessions.set(session, onTransfer);
  }

  /** @returns false if the frame is no transfer of these sessions, or is encoded in another way */
  #take(bytes: Buffer, start: number, end: number): boolean {
    if (bytes.readUInt16BE(start + 4) !== PLAIN_FRAME) return false;
    let at = start + FRAME_HEADER_BYTES;
    if (bytes[at] !== 0 || bytes[at + 1] !== SMALL_ULONG || bytes[at + 2] !== TRANSFER) return false;
    const session = this.#connection.remote_channel_map[bytes.readUInt16BE(start + 6)];
    const onTransfer = session && this.#sessions.get(session);
    if (onTransfer === undefined) return false;
    at += 3;
    let payload: number;
    let fields: number;
    if (bytes[at] === LIST8) {
      payload = at + 2 + (bytes[at + 1] ?? 0);
      fields = bytes[at + 2] ?? 0;
      at += 3;
    } else if (bytes[at] === LIST32 && at + 9 <= end) {
      payload = at + 5 + bytes.readUInt32BE(at + 1);
      fields = bytes.readUInt32BE(at + 5);
      at += 9;
    } else return false;
    if (payload > end) return false;
    let more = false;
    if (fields > MORE) {
      for (let field = 0; field < MORE && at > 0; field++) at = endOfField(bytes, at);
      const value = bytes[at];
      if (at < 0 || at >= payload || (value !== 0x40 && value !== 0x41 && value !== 0x42)) return false;
      more = value === 0x41;
    }
    onTransfer(payload === end ? undefined : bytes.subarray(payload, end), more);
    return true;
  }
}

/** Returns the position after a field of a transfer, or -1 for an encoding that is not in use there. */
function endOfField(bytes: Buffer, at: number): number {
  switch (bytes[at] ?? 0) {
    case 0x40: // null
    case 0x41: // true
    case 0x42: // false
    case 0x43: // uint 0
      return at + 1;
    case 0x50: // ubyte
    case 0x52: // uint of one byte
    case 0x56: // boolean
      return at + 2;
    case 0x70: // uint
      return at + 5;
    case 0xa0: // binary
      return at + 2 + (bytes[at + 1] ?? 0);
    default:
      return -1;
  }
}
