import * as zlib from 'node:zlib';

type Decompress = (input: Uint8Array) => Uint8Array;

/** Node has Zstandard from 22.15 on; before, such a file is refused by name. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Decompress };

/**
 * Decompressors by Parquet's name of the codec, besides Snappy (which the local writer and Spark use, and hyparquet
 * brings) and none.
 */
export const COMPRESSORS: Readonly<Record<string, Decompress>> = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ...(zstdDecompressSync !== undefined && { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }),
};

export function isKnownCodec(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || codec in COMPRESSORS;
}
