import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { StandInError } from '../../shared/stand-in-error';

export interface TextFile {
  readonly name: string;
  /** Pieces of text, without the byte order mark. @throws StandInError `option_invalid` where the file is not UTF-8 */
  readonly pieces: AsyncIterable<string>;
  readonly fractionRead: () => number;
}

/** Opens a UTF-8 file, plain or gzipped (`.gz`). */
export function openTextFile(file: string): TextFile {
  const { size } = statSync(file);
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  return {
    name: basename(file),
    pieces: decode(stream, file),
    fractionRead: () => (size === 0 ? 1 : Math.min(1, stream.bytesRead / size)),
  };
}

async function* decode(stream: ReadStream, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const bytes: AsyncIterable<Buffer> = file.endsWith('.gz') ? unzip(stream) : stream;
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new StandInError(
      'option_invalid',
      `${file} is not UTF-8; convert it first, such as with iconv -f WINDOWS-1252 -t UTF-8`,
      error,
    );
  } finally {
    stream.destroy();
  }
}

function unzip(stream: ReadStream): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  // Piping does not hand errors on.
  stream.once('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}
