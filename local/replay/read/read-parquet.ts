import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Input, type InputRow } from './input';

/**
 * Text of each column; times have the T of ISO 8601. DuckDB converts columns in bulk, which costs much less
 * than converting values here.
 */
const toText = (name: string, type: string): string => {
  const column = `"${name.replaceAll('"', '""')}"`;
  return type.startsWith('TIMESTAMP') ? `replace(${column}::VARCHAR, ' ', 'T')` : `${column}::VARCHAR`;
};

/** Reads a Parquet file as a table of texts, in the order of the file, chunk by chunk. */
export async function readParquet(file: string): Promise<Input> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    // One thread keeps the order of the rows, and leaves the other cores to the pipeline.
    threads: '1',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const source = `read_parquet('${file.replaceAll("'", "''")}')`;
  const described = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
  const types = described.columnTypes();
  const columns = described.columnNames().map((name, index) => ({ name, type: String(types[index]) }));
  const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER AS rows FROM ${source}`);
  const total = Number(counted.getRowObjectsJson()[0]?.['rows'] ?? 0);
  const query = `SELECT ${columns.map(({ name, type }) => toText(name, type)).join(', ')} FROM ${source}`;
  let read = 0;
  return {
    format: 'parquet',
    columns: columns.map(({ name }) => name),
    rows: toRows(connection, query, (count) => (read = count)),
    fractionRead: () => (total === 0 ? 1 : read / total),
  };
}

async function* toRows(
  connection: DuckDBConnection,
  query: string,
  onRead: (count: number) => void,
): AsyncGenerator<readonly InputRow[]> {
  let row = 0;
  try {
    const result = await connection.stream(query);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const rows = chunk.getRows() as (string | null)[][];
      yield rows.map((cells) => ({ row: ++row, text: '', cells }));
      onRead(row);
    }
  } finally {
    connection.closeSync();
  }
}
