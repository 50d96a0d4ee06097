import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { StandInError } from '../../kit';
import { countLineEnds, findLineNotUtf8 } from './count-lines';
import { SAMPLE_BYTES, toEncoding } from './encoding';

export interface TextFile {
  readonly name: string;
  /**
   * Chunks of text, without the byte order mark.
   *
   * @throws StandInError `option_invalid` if the file is neither UTF-8 nor UTF-16, or its gzip data is
   *   damaged
   */
  readonly pieces: AsyncIterable<string>;
  readonly fractionRead: () => number;
  /**
   * Returns the line number, from 1, of a position in the file's text, in bytes of UTF-8. Reads the file
   * again.
   */
  readonly lineAt: (bytes: number) => Promise<number>;
}

const PIECE_BYTES = 256 * 1024;

/** Opens a text file, plain or gzipped (`.gz`): UTF-8, or UTF-16 with a byte order mark. */
export function openTextFile(file: string): TextFile {
  const { size } = statSync(file);
  const read = { bytes: 0 };
  return {
    name: basename(file),
    pieces: decode(file, (bytes) => (read.bytes = bytes)),
    fractionRead: () => (size === 0 ? 1 : Math.min(1, read.bytes / size)),
    lineAt: async (bytes) => 1 + (await countLineEnds(decode(file), bytes)),
  };
}

async function* decode(
  file: string,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let sample = Buffer.alloc(0);
  const decoderOf = (bytes: Buffer): TextDecoder => {
    const encoding = toEncoding(bytes.subarray(0, SAMPLE_BYTES));
    if (typeof encoding !== 'string') throw new StandInError('option_invalid', `${file} ${encoding.problem}`);
    return new TextDecoder(encoding, { fatal: true });
  };
  try {
    for await (const chunk of readBytes(file, onRead)) {
      if (decoder === undefined) {
        sample = Buffer.concat([sample, chunk]);
        if (sample.length < SAMPLE_BYTES) continue;
        decoder = decoderOf(sample);
        yield decoder.decode(sample, { stream: true });
      } else yield decoder.decode(chunk, { stream: true });
    }
    if (decoder === undefined) yield (decoder = decoderOf(sample)).decode(sample, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new StandInError('option_invalid', await whyUnreadable(file, decoder?.encoding ?? 'utf-8'), error);
  }
}

async function whyUnreadable(file: string, encoding: string): Promise<string> {
  if (encoding !== 'utf-8')
    return `${file} is not ${encoding.toUpperCase()}, although its byte order mark announces it`;
  const line = await findLineNotUtf8(readBytes(file));
  const where = line === undefined ? '' : `, from line ${line} on`;
  return `${file} is not UTF-8${where}; convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8`;
}

/** Reads the file's bytes, decompressed if gzipped. */
async function* readBytes(
  file: string,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: PIECE_BYTES });
  let bytes: AsyncIterable<Buffer> = stream;
  if (file.toLowerCase().endsWith('.gz')) {
    const gunzip = createGunzip();
    // `pipe` does not forward errors.
    stream.once('error', (error) => gunzip.destroy(error));
    bytes = stream.pipe(gunzip);
  }
  try {
    for await (const chunk of bytes) {
      onRead(stream.bytesRead);
      yield chunk;
    }
    onRead(stream.bytesRead);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'Z_DATA_ERROR' && code !== 'Z_BUF_ERROR') throw error;
    throw new StandInError('option_invalid', `${file} is not gzip, or is damaged or incomplete`, error);
  } finally {
    stream.destroy();
  }
}
