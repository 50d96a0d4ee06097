/** The polynomial of Azure Storage's CRC64, bits reversed. */
const POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const MASK = 0xffff_ffffn;

/** For each byte: the upper and the lower half of its remainder. */
const [UPPER, LOWER] = makeTables();

/** Computes the CRC64 of Azure Storage ("x-ms-content-crc64") piece by piece. */
export class Crc64 {
  #upper = 0xffff_ffff;
  #lower = 0xffff_ffff;

  update(bytes: Uint8Array): this {
    let [upper, lower] = [this.#upper, this.#lower];
    for (const byte of bytes) {
      const index = (lower ^ byte) & 0xff;
      lower = ((lower >>> 8) | (upper << 24)) ^ (LOWER[index] ?? 0);
      upper = (upper >>> 8) ^ (UPPER[index] ?? 0);
    }
    this.#upper = upper;
    this.#lower = lower;
    return this;
  }

  /** Eight bytes in little-endian order, as base64. */
  digest(): string {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(~this.#lower >>> 0, 0);
    bytes.writeUInt32LE(~this.#upper >>> 0, 4);
    return bytes.toString('base64');
  }
}

function makeTables(): [Uint32Array, Uint32Array] {
  const upper = new Uint32Array(256);
  const lower = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1)
      value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
    upper[byte] = Number(value >> 32n);
    lower[byte] = Number(value & MASK);
  }
  return [upper, lower];
}
