import { type RheaSender } from './rhea-view';

/** Bytes of a frame before its payload: frame header, descriptor, list header and eleven fields. */
const OVERHEAD_BYTES = 38;

/** Fields behind `more`, all null: they may be left out, but Python's client expects the payload behind eleven fields. */
const NULL_FIELDS = 5;
const NULL = 0x40;

const INITIAL_BYTES = 64 * 1024;

/** Larger buffers, and further ones, are left to the garbage collector. */
const MAXIMUM_KEPT_BYTES = 512 * 1024;
const MAXIMUM_KEPT = 2;

/**
 * Writes settled transfers directly as frames: many events are one buffer and one write. The encoder of rhea
 * creates objects and makes one socket write for each transfer, which costs more than all other work for a
 * reader. The counters of session and link, which rhea owns, are advanced as rhea would.
 *
 *     transfer {handle, delivery-id, delivery-tag, message-format: 0, settled: true, more}
 */
export class TransferWriter {
  /** Buffers that the socket has sent. A new one for each write would make memory outside the heap the main garbage. */
  readonly #sent: Buffer[] = [];
  #target: Buffer | undefined;
  #at = 0;

  constructor(private readonly sender: RheaSender) {}

  get byteLength(): number {
    return this.#at;
  }

  /** Number of transfers that the session's window still allows. Each frame of an event counts as one. */
  get window(): number {
    const { remote_window, remote_next_transfer_id, next_transfer_id } = this.sender.session.outgoing;
    return (remote_window ?? 0) - (next_transfer_id - (remote_next_transfer_id ?? 0));
  }

  /**
   * Adds one event: `bytes[start, end)`, with `inserted` at `insertAt`. It uses one unit of credit. The
   * caller has checked credit and window.
   */
  add(bytes: Buffer, start: number, end: number, inserted?: Buffer, insertAt = start): void {
    if (inserted === undefined) {
      this.#addPayload(bytes, start, end);
      return;
    }
    const whole = Buffer.concat([bytes.subarray(start, insertAt), inserted, bytes.subarray(insertAt, end)]);
    this.#addPayload(whole, 0, whole.length);
  }

  /** Number of transfers for an event of this length. */
  framesFor(length: number): number {
    return Math.max(1, Math.ceil(length / this.#maximumPayload()));
  }

  /** Writes the added events to the socket. */
  flush(): void {
    const target = this.#target;
    if (target === undefined || this.#at === 0) return;
    // The socket keeps the buffer until it is sent, so it is reused only then.
    this.sender.connection.socket.write(target.subarray(0, this.#at), () => {
      if (target.length <= MAXIMUM_KEPT_BYTES && this.#sent.length < MAXIMUM_KEPT) this.#sent.push(target);
    });
    this.#target = undefined;
    this.#at = 0;
  }

  #addPayload(bytes: Buffer, start: number, end: number): void {
    const { outgoing } = this.sender.session;
    const limit = this.#maximumPayload();
    const deliveryId = outgoing.next_delivery_id;
    for (let at = start; at < end;) {
      const stop = Math.min(end, at + limit);
      this.#addFrame(deliveryId, bytes, at, stop, stop < end);
      outgoing.next_transfer_id += 1;
      outgoing.window -= 1;
      at = stop;
    }
    outgoing.next_delivery_id += 1;
    outgoing.next_pending_delivery += 1;
    this.sender.credit -= 1;
    this.sender.delivery_count += 1;
  }

  #addFrame(deliveryId: number, bytes: Buffer, start: number, end: number, more: boolean): void {
    const size = OVERHEAD_BYTES + end - start;
    const target = this.#makeRoom(size);
    let at = target.writeUInt32BE(size, this.#at);
    at = target.writeUInt16BE(0x0200, at);
    at = target.writeUInt16BE(this.sender.session.local.channel, at);
    // Descriptor 0x14, list8 of 25 bytes with eleven items.
    at = target.writeUInt32BE(0x005314c0, at);
    at = target.writeUInt16BE(0x190b, at);
    target[at] = 0x70;
    at = target.writeUInt32BE(this.sender.local.handle, at + 1);
    target[at] = 0x70;
    at = target.writeUInt32BE(deliveryId >>> 0, at + 1);
    at = target.writeUInt16BE(0xa004, at);
    at = target.writeUInt32BE(deliveryId >>> 0, at);
    target[at] = 0x43;
    target[at + 1] = 0x41;
    target[at + 2] = more ? 0x41 : 0x42;
    target.fill(NULL, at + 3, at + 3 + NULL_FIELDS);
    bytes.copy(target, at + 3 + NULL_FIELDS, start, end);
    this.#at += size;
  }

  #maximumPayload(): number {
    return (this.sender.connection.max_frame_size ?? 0xffff_ffff) - OVERHEAD_BYTES;
  }

  /** Returns the buffer with room for `length` more bytes. */
  #makeRoom(length: number): Buffer {
    const needed = this.#at + length;
    const target = (this.#target ??= this.#sent.pop() ?? Buffer.allocUnsafeSlow(INITIAL_BYTES));
    if (needed <= target.length) return target;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, target.length * 2));
    target.copy(larger, 0, 0, this.#at);
    this.#target = larger;
    return larger;
  }
}
