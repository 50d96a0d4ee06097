import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';
import { runs } from '../../testing/runs';
import { type SimulatedEvent } from '../../../src/lib/simulate/simulated-event';
import { INPUTS, translate, type Translation } from './translate';

const FOLDER = join(__dirname, '../../../stream-analytics');

/** Text of each department's query. */
export const QUERIES: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.asaql'))
    .sort()
    .map((name) => [name.replace('.asaql', ''), readFileSync(join(FOLDER, name), 'utf8')]),
);

/** Settings of every job; Bicep reads the same file. */
export const JOB = JSON.parse(readFileSync(join(FOLDER, 'job.json'), 'utf8')) as {
  readonly compatibilityLevel: string;
  readonly eventsLateArrivalMaxDelayInSeconds: number;
  readonly eventsOutOfOrderMaxDelayInSeconds: number;
  readonly eventsOutOfOrderPolicy: string;
};

/** How far ahead of its arrival an event may be. The service has a fixed value. */
const EARLIEST_MILLISECONDS = 300_000;

export interface Envelope {
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event in a hub. */
export interface Arrival {
  readonly source: Source;
  readonly envelope: Envelope;
  /** Its enqueued time, in milliseconds. */
  readonly enqueuedAt: number;
}

/** Events in the order of a simulator. Each arrives one second after the time of the newest event before it. */
export function toArrivals(source: Source, events: readonly SimulatedEvent[]): Arrival[] {
  let newest = 0;
  return events.map(({ body }) => {
    const envelope = JSON.parse(body.toString('utf8')) as Envelope;
    newest = Math.max(newest, Date.parse(envelope.time));
    return { source, envelope, enqueuedAt: newest + 1000 };
  });
}

/**
 * The events that the policy of job.json admits, from arrivals of one hub in their order. It drops events that are
 * older at arrival than late arrival allows, or more than five minutes in the future. It also drops events that are
 * further behind the newest one than out of order allows.
 * https://learn.microsoft.com/azure/stream-analytics/stream-analytics-time-handling
 *
 * It treats a hub as one partition. With several partitions, each has its own newest event, so the service drops at
 * most these events.
 */
export function withinPolicy(arrivals: readonly Arrival[]): Arrival[] {
  const newest = new Map<Source, number>();
  return arrivals.filter(({ source, envelope, enqueuedAt }) => {
    const time = Date.parse(envelope.time);
    if (time > enqueuedAt + EARLIEST_MILLISECONDS) return false;
    const latest = newest.get(source) ?? time;
    newest.set(source, Math.max(latest, time));
    return (
      time >= enqueuedAt - JOB.eventsLateArrivalMaxDelayInSeconds * 1000 &&
      time >= latest - JOB.eventsOutOfOrderMaxDelayInSeconds * 1000
    );
  });
}

/** The departments' queries in DuckDB, over given arrivals. */
export class StreamScene {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly translations: ReadonlyMap<string, Translation>,
  ) {}

  static async start(arrivals: readonly Arrival[]): Promise<StreamScene> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      // One thread needs less CPU time for few rows.
      threads: String(runs(1, 2)),
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    for (const input of INPUTS)
      await connection.run(
        `CREATE TABLE "${input}" ("type" VARCHAR, dataschema VARCHAR, "data" JSON, "EventEnqueuedUtcTime" TIMESTAMP)`,
      );
    for (const source of SOURCES) {
      const appender = await connection.createAppender(source);
      for (const { envelope, enqueuedAt } of arrivals.filter((arrival) => arrival.source === source)) {
        appender.appendVarchar(envelope.type);
        const { dataschema } = envelope as { dataschema?: string };
        if (dataschema === undefined) appender.appendNull();
        else appender.appendVarchar(dataschema);
        appender.appendVarchar(JSON.stringify(envelope.data));
        appender.appendVarchar(new Date(enqueuedAt).toISOString().replace('Z', ''));
        appender.endRow();
      }
      appender.closeSync();
    }
    const translations = new Map(Array.from(QUERIES, ([name, query]) => [name, translate(query)]));
    return new StreamScene(instance, connection, translations);
  }

  /** Creates a view for an output. @returns the types of its columns by name */
  async open(output: string): Promise<ReadonlyMap<string, string>> {
    for (const { steps, outputs } of this.translations.values()) {
      const sql = outputs.get(output);
      if (sql === undefined) continue;
      for (const [name, step] of steps)
        await this.connection.run(`CREATE OR REPLACE TEMP VIEW "${name}" AS ${step}`);
      const kept = `SELECT * EXCLUDE (system_timestamp) FROM (${sql})`;
      await this.connection.run(`CREATE OR REPLACE TABLE "${output}" AS ${kept}`);
      const result = await this.connection.run(`SELECT * FROM "${output}" LIMIT 0`);
      return new Map(result.columnNames().map((name, at) => [name, String(result.columnTypes()[at])]));
    }
    throw new Error(`no department has an output ${output}`);
  }

  async rows(sql: string): Promise<unknown[][]> {
    return (await this.connection.runAndReadAll(sql)).getRowsJson();
  }

  end(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
