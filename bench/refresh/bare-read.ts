import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quantile } from '../shared/statistics';

const READS = 3;

/**
 * Seconds of DuckDB alone over every slot of a lake, with all cores: it decompresses them, and finds `meta` and `event` of
 * each line. The median of three reads.
 *
 * @param lakeDirectory the lake's folder of files
 * @param events lines that the slots have together
 * @throws Error if the slots have another number of lines
 */
export async function readBare(lakeDirectory: string, events: number): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(availableParallelism()),
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const files = join(lakeDirectory, 'bronze', '*', '*', '*', '*', '*.ndjson.gz').replaceAll("'", "''");
  const sql =
    `SELECT count(*), sum(length(CAST(meta AS VARCHAR))), sum(length(CAST(event AS VARCHAR))) FROM ` +
    `read_json('${files}', format = 'newline_delimited', compression = 'gzip', columns = {meta: 'JSON', event: 'JSON'})`;
  try {
    const seconds: number[] = [];
    for (let read = 0; read < READS; read++) {
      const start = performance.now();
      const result = await connection.runAndReadAll(sql);
      seconds.push((performance.now() - start) / 1000);
      const lines = Number(result.getRows()[0]?.[0]);
      if (lines !== events) throw new Error(`the slots have ${lines} lines, not ${events}`);
    }
    return quantile(seconds, 0.5);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
