/** Consecutive chunks of the log. */
export interface Block {
  /** Offset of the first byte. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * The newest blocks of a partition, so that readers near its end need no disk reads. Its size in bytes is
 * limited.
 */
export class TailCache {
  readonly #blocks: Block[] = [];
  #byteLength = 0;

  constructor(readonly maximumBytes: number) {}

  get byteLength(): number {
    return this.#byteLength;
  }

  push(block: Block): void {
    this.#blocks.push(block);
    this.#byteLength += block.bytes.length;
    let surplus = 0;
    while (this.#byteLength > this.maximumBytes && surplus < this.#blocks.length - 1) {
      this.#byteLength -= this.#blocks[surplus]?.bytes.length ?? 0;
      surplus += 1;
    }
    if (surplus > 0) this.#blocks.splice(0, surplus);
  }

  /** Returns the block that contains the byte at `offset`. */
  find(offset: number): Block | undefined {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      if (block === undefined || offset < block.offset) high = middle - 1;
      else if (offset >= block.offset + block.bytes.length) low = middle + 1;
      else return block;
    }
    return undefined;
  }

  clear(): void {
    this.#blocks.length = 0;
    this.#byteLength = 0;
  }
}
