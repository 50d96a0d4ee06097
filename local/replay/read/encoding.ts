/** Supported encodings of files. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes at the start of a file that show its encoding. */
export const SAMPLE_BYTES = 4096;

/**
 * Detects a file's encoding from its first bytes.
 *
 * @returns an encoding, or the unsupported encoding and how to convert the file
 */
export function toEncoding(sample: Buffer): Encoding | { readonly problem: string } {
  const starts = (...bytes: readonly number[]): boolean => bytes.every((byte, at) => sample[at] === byte);
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff)) {
    return { problem: 'is UTF-32; convert it first, for example with iconv -f UTF-32 -t UTF-8' };
  }
  if (starts(0xff, 0xfe)) return 'utf-16le';
  if (starts(0xfe, 0xff)) return 'utf-16be';
  const guessed = guessUtf16(sample);
  if (guessed === undefined) return 'utf-8';
  return {
    problem: `looks like ${guessed} without a byte order mark; convert it first, for example with iconv -f ${guessed} -t UTF-8`,
  };
}

/** In UTF-16, every other byte of mostly ASCII text is zero; UTF-8 has no zero bytes. */
function guessUtf16(sample: Buffer): 'UTF-16LE' | 'UTF-16BE' | undefined {
  let [even, odd] = [0, 0];
  for (const [at, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even === odd || Math.max(even, odd) * 4 < sample.length) return undefined;
  return odd > even ? 'UTF-16LE' : 'UTF-16BE';
}
