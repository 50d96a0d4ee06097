import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ROOT } from './stack';

export interface FlightsOfAnAirport {
  readonly origin: string;
  readonly flights: number;
  /** Minutes, summed. */
  readonly delay: number;
  /** Flights more than 15 minutes late. */
  readonly late: number;
}

/** The first flights of the package's file, summed up by where they started: by DuckDB, which knows nothing of this project. */
export async function readFlights(limit: number): Promise<FlightsOfAnAirport[]> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
  });
  const connection = await instance.connect();
  const file = join(ROOT, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
  try {
    const reader = await connection.runAndReadAll(
      `SELECT origin, count(*)::INTEGER AS flights, sum(delay)::INTEGER AS delay,
              count(*) FILTER (WHERE delay > 15)::INTEGER AS late
       FROM (SELECT * FROM read_parquet('${file.replaceAll("'", "''")}') LIMIT ${limit})
       GROUP BY origin ORDER BY origin`,
    );
    return reader.getRowObjectsJson() as unknown as FlightsOfAnAirport[];
  } finally {
    connection.closeSync();
  }
}
