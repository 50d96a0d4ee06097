/**
 * Reads AMQP 1.0 values one after the other (OASIS AMQP 1.0, part 1, section 1.6). The decoder of rhea
 * creates an object for every value, which costs more than all other work of a trigger for an event.
 *
 * Longs are numbers: sequence numbers stay far below 2^53. Arrays and decimals, which no Event Hubs client
 * writes into an event, are read as null.
 */
export class AmqpValueReader {
  position: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  get isAtEnd(): boolean {
    return this.position >= this.#bytes.length;
  }

  /**
   * Reads the numeric descriptor of the described value at the current position; the value itself follows.
   */
  readDescriptor(): number {
    this.#byte(); // Skips 0x00, the mark of a described value.
    return Number(this.read());
  }

  read(): unknown {
    const code = this.#byte();
    switch (code) {
      case 0x00:
        this.read();
        return this.read();
      case 0x40:
        return null;
      case 0x41:
        return true;
      case 0x42:
        return false;
      case 0x43:
      case 0x44:
        return 0;
      case 0x45:
        return [];
      case 0x50:
      case 0x52:
      case 0x53:
        return this.#byte();
      case 0x51:
      case 0x54:
      case 0x55:
        return this.#bytes.readInt8(this.#advance(1));
      case 0x56:
        return this.#byte() === 1;
      case 0x60:
        return this.#bytes.readUInt16BE(this.#advance(2));
      case 0x61:
        return this.#bytes.readInt16BE(this.#advance(2));
      case 0x70:
        return this.#bytes.readUInt32BE(this.#advance(4));
      case 0x71:
        return this.#bytes.readInt32BE(this.#advance(4));
      case 0x72:
        return this.#bytes.readFloatBE(this.#advance(4));
      case 0x73:
        return String.fromCodePoint(this.#bytes.readUInt32BE(this.#advance(4)));
      case 0x80:
        return (
          this.#bytes.readUInt32BE(this.#advance(4)) * 2 ** 32 + this.#bytes.readUInt32BE(this.#advance(4))
        );
      case 0x81:
        return this.#long();
      case 0x82:
        return this.#bytes.readDoubleBE(this.#advance(8));
      case 0x83:
        return new Date(this.#long());
      case 0x98:
        return this.#uuid();
      case 0xa0:
      case 0xb0:
        return this.#slice(this.#length(code));
      case 0xa1:
      case 0xa3:
      case 0xb1:
      case 0xb3:
        return this.#text(this.#length(code));
      case 0xc0:
      case 0xd0:
        return this.#list(code);
      case 0xc1:
      case 0xd1:
        return this.#map(code);
      default:
        return this.#skip(code);
    }
  }

  /** Skips the value at the current position. */
  skip(): void {
    let code = this.#byte();
    while (code === 0x00) {
      this.skip();
      code = this.#byte();
    }
    this.#skip(code);
  }

  /** Begins the map at the current position; its keys and values follow in turn. @returns the number of entries */
  beginMap(): number {
    const code = this.#byte();
    this.#length(code);
    return this.#length(code) / 2;
  }

  /**
   * Reads a value if its encoding is one of these, and otherwise stays. So known names cost no text.
   *
   * @returns the index of the encoding, or -1
   */
  readOneOf(encodings: readonly Buffer[]): number {
    const bytes = this.#bytes;
    const at = this.position;
    for (let index = 0; index < encodings.length; index++) {
      const encoding = encodings[index];
      if (encoding === undefined || bytes[at + 1] !== encoding[1]) continue;
      let same = 0;
      while (same < encoding.length && bytes[at + same] === encoding[same]) same++;
      if (same === encoding.length) {
        this.position = at + same;
        return index;
      }
    }
    return -1;
  }

  #list(code: number): unknown[] {
    this.#length(code);
    const items: unknown[] = [];
    for (let left = this.#length(code); left > 0; left--) items.push(this.read());
    return items;
  }

  #map(code: number): Record<string, unknown> {
    // The object has no prototype, because a key can be any text.
    const entries = Object.create(null) as Record<string, unknown>;
    this.#length(code);
    for (let left = this.#length(code); left > 0; left -= 2) {
      const key = String(this.read());
      entries[key] = this.read();
    }
    return entries;
  }

  #long(): number {
    const high = this.#bytes.readInt32BE(this.#advance(4));
    return high * 2 ** 32 + this.#bytes.readUInt32BE(this.#advance(4));
  }

  #uuid(): string {
    const hex = this.#slice(16).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** Section 1.6: the upper half of a code gives the width of the value's body. */
  #skip(code: number): null {
    const width = [0, 1, 2, 4, 8, 16][(code >>> 4) - 4];
    this.#advance(width ?? this.#length(code));
    return null;
  }

  /** Reads a length or a count: one byte if the upper half of the code is even, otherwise four. */
  #length(code: number): number {
    return ((code >>> 4) & 1) === 0 ? this.#byte() : this.#bytes.readUInt32BE(this.#advance(4));
  }

  #text(length: number): string {
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  #slice(length: number): Buffer {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  #byte(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  #advance(length: number): number {
    const at = this.position;
    this.position += length;
    return at;
  }
}
