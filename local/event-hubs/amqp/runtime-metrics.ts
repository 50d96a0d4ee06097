/** The last enqueued event of a partition, which a reader that tracks it receives with each event. */
export interface RuntimeMetrics {
  readonly lastSequenceNumber: number;
  readonly lastOffset: number;
  /** Milliseconds since 1970. */
  readonly lastEnqueuedTime: number;
  /** When the values were read, in milliseconds since 1970. */
  readonly retrievedAt: number;
}

/** Encodes the metrics as a delivery-annotations section. */
export function encodeRuntimeMetrics(metrics: RuntimeMetrics): Buffer {
  const entries = Buffer.concat([
    symbol('last_enqueued_sequence_number'),
    int64(0x81, metrics.lastSequenceNumber),
    symbol('last_enqueued_offset'),
    string(String(metrics.lastOffset)),
    symbol('last_enqueued_time_utc'),
    int64(0x83, metrics.lastEnqueuedTime),
    symbol('runtime_info_retrieval_time_utc'),
    int64(0x83, metrics.retrievedAt),
  ]);
  const head = Buffer.alloc(12);
  head.writeUInt32BE(0x005371d1, 0);
  head.writeUInt32BE(entries.length + 4, 4);
  head.writeUInt32BE(8, 8);
  return Buffer.concat([head, entries]);
}

function symbol(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xa3, text.length]), Buffer.from(text, 'latin1')]);
}

function string(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xa1, text.length]), Buffer.from(text, 'latin1')]);
}

function int64(code: number, value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = code;
  bytes.writeBigInt64BE(BigInt(value), 1);
  return bytes;
}
