import { type TableBlobs } from './table-blobs';

/** A file up to this size is read in one request. Of a larger file, only the needed ranges are read. */
const WHOLE_BYTES = 1024 * 1024;

/** A file as hyparquet reads it. */
export interface ParquetSource {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** The log refers to a data file that does not exist, for example after a vacuum. */
export class VanishedFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} does not exist`);
    this.path = path;
  }
}

/**
 * @param size in bytes, as in the log
 * @returns a source whose reads throw {@link VanishedFile} if the file does not exist
 */
export function toParquetSource(blobs: TableBlobs, path: string, size: number): ParquetSource {
  const found = (body: Buffer | undefined): ArrayBuffer => {
    if (body === undefined) throw new VanishedFile(path);
    // A copy, so that buffers from hyparquet do not retain Node's pooled memory.
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
