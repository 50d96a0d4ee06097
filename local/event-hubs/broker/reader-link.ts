import { endOfValue } from '../amqp/end-of-value';
import { sectionCode } from '../amqp/read-message';
import { type RheaSender } from '../amqp/rhea-view';
import { encodeRuntimeMetrics } from '../amqp/runtime-metrics';
import { TransferWriter } from '../amqp/transfer-writer';
import { type PartitionCursor } from '../log/partition-cursor';
import { type PartitionLog } from '../log/partition-log';

/** Bytes handed to the socket at once. */
const WRITE_BYTES = 128 * 1024;

/** While this much waits in the socket, nothing more is read for it. */
const MAXIMUM_UNSENT_BYTES = 1024 * 1024;

const HEADER = 0x70;

export interface ReaderLinkOptions {
  readonly link: RheaSender;
  readonly log: PartitionLog;
  readonly cursor: PartitionCursor;
  /** Whether each event tells where the partition's end is. */
  readonly tracksLastEnqueued: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Reading failed; the link has to be closed. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Sends the events of a partition to one reader, settled, as far as its credit, the session's window and the
 * socket take them. What they do not take stays in the log: a slow reader costs the cursor's buffer and no more.
 */
export class ReaderLink {
  readonly #writer: TransferWriter;
  readonly #unwatch: () => void;
  readonly #wake = (): void => {
    this.wake();
  };
  #scheduled = false;
  #loading = false;
  #draining = false;
  #closed = false;
  /** The cursor stands on an event that is not sent yet. */
  #holdsEvent = false;

  constructor(private readonly options: ReaderLinkOptions) {
    this.#writer = new TransferWriter(options.link);
    this.#unwatch = options.log.watch(this.#wake);
    options.link.connection.socket.on('drain', this.#wake);
    options.link.on('sender_draining', () => (this.#draining = true));
  }

  /** Something changed: events, credit, window or socket. Looks at all of it, once, after rhea has written. */
  wake(): void {
    if (this.#scheduled || this.#loading || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unwatch();
    this.options.link.connection.socket.off('drain', this.#wake);
    if (!this.#loading) this.#closeCursor();
  }

  #send(): void {
    if (this.#closed || this.#loading) return;
    const { link, cursor } = this.options;
    const { outgoing } = link.session;
    // rhea has something of its own to send on this session; delivery ids have to stay in order.
    if (outgoing.deliveries.size > 0 || !link.is_open()) return;
    if (link.connection.socket.writableLength >= MAXIMUM_UNSENT_BYTES) return;
    const metrics = this.#metrics();
    while (link.credit > 0 && this.#writer.byteLength < WRITE_BYTES) {
      if (!this.#holdsEvent && !cursor.next()) {
        const loaded = cursor.load();
        if (loaded === 'loaded') continue;
        this.#writer.flush();
        if (loaded === 'end') this.#drained();
        else this.#waitFor(loaded);
        return;
      }
      this.#holdsEvent = true;
      if (this.#writer.framesFor(cursor.end - cursor.start) > this.#writer.window) break;
      this.#holdsEvent = false;
      const { bytes, start, end } = cursor;
      if (metrics === undefined) this.#writer.add(bytes, start, end);
      else this.#writer.add(bytes, start, end, metrics, endOfHeader(bytes, start, end));
    }
    const wroteAll = this.#writer.byteLength < WRITE_BYTES;
    this.#writer.flush();
    // Others get their turn between two stretches. A socket that is full wakes the link when it has drained.
    if (!wroteAll) this.wake();
  }

  #waitFor(loading: Promise<'loaded' | 'end'>): void {
    this.#loading = true;
    loading.then(
      () => {
        this.#loading = false;
        if (this.#closed) this.#closeCursor();
        else this.wake();
      },
      (error: unknown) => {
        this.#loading = false;
        this.options.onFault(error);
      },
    );
  }

  /** The reader asked to use up its credit: all there is has been sent, the rest of the credit is given back. */
  #drained(): void {
    if (!this.#draining) return;
    this.#draining = false;
    this.options.link.set_drained(true);
    this.options.link.connection._register();
  }

  #metrics(): Buffer | undefined {
    const { log, tracksLastEnqueued, now } = this.options;
    if (!tracksLastEnqueued) return undefined;
    return encodeRuntimeMetrics({
      lastSequenceNumber: log.nextSequenceNumber - 1,
      lastOffset: log.lastOffset,
      lastEnqueuedTime: Math.max(log.lastEnqueuedTime, 0),
      retrievedAt: now(),
    });
  }

  #closeCursor(): void {
    this.options.cursor.close().catch(this.options.onFault);
  }
}

function endOfHeader(bytes: Buffer, start: number, end: number): number {
  return sectionCode(bytes, start, end) === HEADER ? endOfValue(bytes, start, end) : start;
}
