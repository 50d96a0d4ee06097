import { endOfValue } from '../amqp/end-of-value';
import { sectionCode } from '../amqp/read-message';
import { type RheaSender } from '../amqp/rhea-view';
import { encodeRuntimeMetrics } from '../amqp/runtime-metrics';
import { TransferWriter } from '../amqp/transfer-writer';
import { type PartitionCursor } from '../log/partition-cursor';
import { type PartitionLog } from '../log/partition-log';

/** Bytes of one socket write. */
const WRITE_BYTES = 128 * 1024;

/** If more bytes wait in the socket, no events are read for it. */
const MAXIMUM_UNSENT_BYTES = 1024 * 1024;

const HEADER = 0x70;

export interface ReaderLinkOptions {
  readonly link: RheaSender;
  readonly log: PartitionLog;
  readonly cursor: PartitionCursor;
  /** Whether each event carries the last enqueued event of the partition. */
  readonly tracksLastEnqueued: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Reading failed; the caller must close the link. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Sends the events of a partition to one reader, settled, within its credit, the session's window and the
 * socket's buffer. The remaining events stay in the log, so a slow reader needs only the cursor's buffer.
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
  /** The cursor is at an event that is not sent yet. */
  #holdsEvent = false;

  constructor(private readonly options: ReaderLinkOptions) {
    this.#writer = new TransferWriter(options.link);
    this.#unwatch = options.log.watch(this.#wake);
    options.link.connection.socket.on('drain', this.#wake);
    options.link.on('sender_draining', () => (this.#draining = true));
  }

  /** Events, credit, window or socket changed. Sends events once, after rhea has written. */
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
    // rhea has its own transfers to send on this session, and delivery ids must stay in order.
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
    // Gives other readers their turn between two writes. A full socket wakes the link when it has drained.
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

  /** The reader requested a drain: all available events are sent, and the remaining credit is returned. */
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
