import * as zlib from 'node:zlib';

import type { ColumnData, FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet' with {
  'resolution-mode': 'import',
};
import { decimalScale } from '../parse-cell';
import { type CellValue, type ColumnBatch, type TableColumn } from '../table-reader';
import { goldUnreadable } from './table-schema';
import { type ParquetSource, VanishedFile } from './parquet-source';
import { isSluiceError } from '../../../platform/errors';

/** Parsers without rounding: times stay microseconds, days stay days. See {@link CellValue}. */
const EXACT: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (milliseconds) => milliseconds * 1000n,
  timestampFromMicroseconds: (microseconds) => microseconds,
  // INT96, which older Spark writes, counts nanoseconds; timestamps of Delta have microseconds.
  timestampFromNanoseconds: (nanoseconds) => floorDivide(nanoseconds, 1000n),
  dateFromDays: (days) => days,
};

/**
 * Reads columns of a data file, one row group at a time. A column that the file does not have was added to
 * the table later; it is null in all rows.
 *
 * @throws SluiceError `gold_unreadable`; VanishedFile
 */
export async function* readParquet(
  source: ParquetSource,
  columns: readonly TableColumn[],
  where: { readonly table: string; readonly path: string },
): AsyncIterable<ColumnBatch> {
  try {
    yield* readRowGroups(source, columns, where);
  } catch (error) {
    if (error instanceof VanishedFile || isSluiceError(error)) throw error;
    throw goldUnreadable(where.table, `${where.path} cannot be read as Parquet`, error);
  }
}

async function* readRowGroups(
  source: ParquetSource,
  columns: readonly TableColumn[],
  { table, path }: { readonly table: string; readonly path: string },
): AsyncIterable<ColumnBatch> {
  const { parquetMetadataAsync, parquetRead } = await import('hyparquet');
  const metadata = await parquetMetadataAsync(source, { parsers: EXACT, geoparquet: false });
  const elements = topElements(metadata);
  checkCodecs(metadata, columns, table, path);
  const exact = withRawDecimals(metadata);
  const present = columns.filter(({ name }) => elements.has(name));
  const toCell = new Map(
    present.map((column) => [column.name, cellConverter(column, elements.get(column.name), table, path)]),
  );
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowCount = Number(num_rows);
    const rowEnd = rowStart + rowCount;
    const values: Record<string, CellValue[]> = Object.fromEntries(
      columns.map(({ name }) => [name, new Array<CellValue>(rowCount).fill(null)]),
    );
    if (present.length > 0) {
      const chunks: ColumnData[] = [];
      await parquetRead({
        file: source,
        metadata: exact,
        columns: present.map(({ name }) => name),
        rowStart,
        rowEnd,
        parsers: EXACT,
        geoparquet: false,
        compressors: COMPRESSORS,
        // hyparquet drops errors of this callback, so it only collects the chunks.
        onChunk: (chunk) => chunks.push(chunk),
      });
      for (const chunk of chunks) {
        const convert = toCell.get(chunk.columnName);
        const target = values[chunk.columnName];
        if (convert !== undefined && target !== undefined) fill(target, chunk, rowStart, convert);
      }
    }
    yield { rowCount, columns: values };
    rowStart = rowEnd;
  }
}

/** Copies a chunk's values to their rows. A chunk may extend beyond the requested rows. */
function fill(
  target: CellValue[],
  { columnData, rowStart }: ColumnData,
  first: number,
  convert: (value: unknown) => CellValue,
): void {
  const cells = columnData as ArrayLike<unknown>;
  const offset = rowStart - first;
  const end = Math.min(cells.length, target.length - offset);
  for (let index = Math.max(0, -offset); index < end; index += 1) {
    const value = cells[index];
    if (value !== undefined && value !== null) target[offset + index] = convert(value);
  }
}

function topElements({ schema }: FileMetaData): Map<string, SchemaElement> {
  // Gold's columns are flat, so every element but the root is a column.
  return new Map(schema.slice(1).map((element) => [element.name, element]));
}

/**
 * Changes the schema so that decimals are read as their stored whole numbers. hyparquet would convert them to
 * floating-point numbers.
 */
function withRawDecimals(metadata: FileMetaData): FileMetaData {
  return {
    ...metadata,
    schema: metadata.schema.map((element) => {
      if (element.converted_type !== 'DECIMAL') return element;
      const raw = { ...element };
      delete raw.converted_type;
      return raw;
    }),
  };
}

function checkCodecs(
  { row_groups }: FileMetaData,
  columns: readonly TableColumn[],
  table: string,
  path: string,
): void {
  const names = new Set(columns.map(({ name }) => name));
  for (const group of row_groups) {
    for (const { meta_data } of group.columns) {
      if (meta_data === undefined || !names.has(meta_data.path_in_schema[0] ?? '')) continue;
      if (!isKnownCodec(meta_data.codec)) {
        throw goldUnreadable(
          table,
          `${path} is compressed with ${meta_data.codec}; set delta.parquet.compression.codec to snappy and write the table again`,
        );
      }
    }
  }
}

function cellConverter(
  { name, type }: TableColumn,
  element: SchemaElement | undefined,
  table: string,
  path: string,
): (value: unknown) => CellValue {
  const refuse = (what: string): never => {
    throw goldUnreadable(table, `column ${name} in ${path} ${what}, but its type in the table is ${type}`);
  };
  const scale = decimalScale(type);
  if (scale !== undefined) {
    const stored = element?.scale ?? 0;
    if (stored !== scale) refuse(`is a decimal with ${stored} places`);
    return (value) => (value instanceof Uint8Array ? fromBigEndian(value) : BigInt(value as number | bigint));
  }
  switch (type) {
    case 'long':
      return (value) => (isNumeric(value) ? BigInt(value) : refuse('has no whole numbers'));
    case 'timestamp':
      return (value) => (typeof value === 'bigint' ? value : refuse('has no times'));
    case 'integer':
    case 'double':
    case 'date':
      return (value) => (isNumeric(value) ? Number(value) : refuse('has no numbers'));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuse('has no booleans'));
    case 'string':
    default:
      return (value) => (typeof value === 'string' ? value : refuse('has no strings'));
  }
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A whole number in two's complement, as Parquet stores decimals of more than 18 digits. */
function fromBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  let at = 0;
  // Most decimals are small: the first bytes repeat the sign, and the rest fits into a number.
  const sign = bytes[0] !== undefined && bytes[0] >= 0x80 ? 0xff : 0;
  while (at < bytes.length - 6 && bytes[at] === sign) at += 1;
  if (bytes.length - at <= 6) {
    let low = sign === 0 ? 0 : -1;
    for (; at < bytes.length; at += 1) low = low * 256 + (bytes[at] ?? 0);
    return BigInt(low);
  }
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

type Decompress = (input: Uint8Array) => Uint8Array;

/** Node supports Zstandard from 22.15 on. In older versions, the error names the codec. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Decompress };

/**
 * Decompressors by Parquet's codec name. hyparquet itself supports Snappy (which the local writer and Spark
 * use) and uncompressed files.
 */
export const COMPRESSORS: Readonly<Record<string, Decompress>> = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ...(zstdDecompressSync !== undefined && { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }),
};

export function isKnownCodec(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || codec in COMPRESSORS;
}
