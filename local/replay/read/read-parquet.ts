import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Input, type InputRow } from './input';

/** Text of each column; a time has the T of ISO 8601. DuckDB does it in bulk, far cheaper than values would be here. */
const toText = (name: string, type: string): string => {
  const column = `"${name.replaceAll('"', '""')}"`;
  return type.startsWith('TIMESTAMP') ? `replace(${column}::VARCHAR, ' ', 'T')` : `${column}::VARCHAR`;
};

/** Reads a Parquet file as a table of texts, in the file's order, chunk by chunk. */
export async function readParquet(file: string): Promise<Input> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    // Order is kept, and the pipeline has the other cores.
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
