import { LakehouseError } from '../lakehouse-error';
import { type Action, parseActions } from './actions';
import { sqlPath } from './sql-text';
import { withDuckDb } from './with-duckdb';

/**
 * Reads the actions of a classic checkpoint (PROTOCOL.md "Checkpoints"): one row per action, one struct
 * column per kind.
 *
 * @param file path on this machine
 * @throws LakehouseError `corrupt`
 */
export async function readCheckpoint(file: string): Promise<Action[]> {
  const lines = await withDuckDb(async (connection) => {
    const read = `SELECT to_json(entry)::VARCHAR FROM read_parquet(${sqlPath(file)}, hive_partitioning = false) entry`;
    try {
      return (await connection.runAndReadAll(read)).getRows();
    } catch (error) {
      throw new LakehouseError('corrupt', `the checkpoint ${file} is not readable as Parquet`, error);
    }
  });
  return parseActions(lines.map(([line]) => String(line)).join('\n'), file);
}
