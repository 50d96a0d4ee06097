import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** Runs `use` with its own in-memory DuckDB and closes it afterwards. */
export async function withDuckDb<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    threads: '1',
  });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return await use(connection);
  } finally {
    instance.closeSync();
  }
}
