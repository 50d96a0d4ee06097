const ZERO = 0x30;
/** 1 at the code of each character that {@link ByteWriter.plainText} accepts. */
const PLAIN = new Uint8Array(128);
for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.:-_') {
  PLAIN[character.charCodeAt(0)] = 1;
}

/**
 * Writes text and bytes into a buffer that grows.
 *
 * A writer is used again after {@link ByteWriter.reset}. A new megabyte for every slot would cost as much time as
 * writing it, in page faults alone.
 */
export class ByteWriter {
  #buffer: Buffer;
  #end = 0;

  /** @param capacity initial capacity in bytes */
  constructor(capacity = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
  }

  get capacity(): number {
    return this.#buffer.length;
  }

  /** The bytes written so far, as a view that is valid until the next write or reset. */
  get written(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  reset(): void {
    this.#end = 0;
  }

  /** Writes a text as UTF-8. */
  text(text: string): void {
    // A UTF-16 code unit takes at most three bytes.
    this.#reserve(text.length * 3);
    this.#end += this.#buffer.write(text, this.#end);
  }

  /**
   * Writes a text of letters, digits and `. : - _` only. Returns false and writes nothing if the text has other
   * characters.
   */
  plainText(text: string): boolean {
    this.#reserve(text.length);
    const buffer = this.#buffer;
    let end = this.#end;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f || PLAIN[code] !== 1) return false;
      buffer[end++] = code;
    }
    this.#end = end;
    return true;
  }

  /** Writes a whole number, 0 or greater, in decimal. */
  wholeNumber(value: number): void {
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits++;
    this.#reserve(digits);
    const buffer = this.#buffer;
    let rest = value;
    for (let at = this.#end + digits - 1; at >= this.#end; at--) {
      const tens = Math.floor(rest / 10);
      buffer[at] = ZERO + (rest - tens * 10);
      rest = tens;
    }
    this.#end += digits;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = byte;
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#end + more));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}
