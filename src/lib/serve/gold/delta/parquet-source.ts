import { type TableBlobs } from './table-blobs';

/** A file up to this size is one request; of a larger one only what is needed travels. */
const WHOLE_BYTES = 1024 * 1024;

/** A file as hyparquet reads it. */
export interface ParquetSource {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** A file of the log names a data file that is not there: taken away by a vacuum, or never there. */
export class VanishedFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not there`);
    this.path = path;
  }
}

/**
 * @param size in bytes, as the log tells it
 * @returns a source whose reads throw {@link VanishedFile} where the file is gone
 */
export function toParquetSource(blobs: TableBlobs, path: string, size: number): ParquetSource {
  const found = (body: Buffer | undefined): ArrayBuffer => {
    if (body === undefined) throw new VanishedFile(path);
    // A copy, so that what hyparquet hands out does not keep Node's pooled memory.
    return new Uint8Array(body).buffer;
  };
  let whole: Promise<ArrayBuffer> | undefined;
  return {
    byteLength: size,
    async slice(start, end = size) {
      if (size > WHOLE_BYTES) return found(await blobs.readRange(path, start, end - start));
      whole ??= blobs.read(path).then(found);
      return (await whole).slice(start, end);
    },
  };
}
