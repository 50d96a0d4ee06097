import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A line of Bronze as DuckDB reads it: an independent reader of what landing wrote. */
export interface BronzeLine {
  readonly source: string;
  readonly verdict: string;
  readonly contract: string | null;
  readonly partition: number;
  readonly sequenceNumber: number;
  readonly rejections: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  /** The accepted event's text as it stands in the line. */
  readonly event: string | null;
  /** The quarantined body, decoded. */
  readonly body: Buffer | null;
}

/** Every line of a source (or of all), in the order of partitions and sequence numbers. */
export async function readBronzeLines(dataDirectory: string, source = '*'): Promise<BronzeLine[]> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  try {
    const files = join(dataDirectory, 'lake', 'bronze', source, '*', '*', '*.ndjson.gz').replaceAll(
      "'",
      "''",
    );
    const reader = await connection.runAndReadAll(`
      select filename, json::varchar as line
      from read_ndjson_objects('${files}', filename = true, maximum_object_size = 16777216)`);
    return reader
      .getRowObjects()
      .map(({ filename, line }) => toLine(String(filename), String(line)))
      .sort((a, b) => a.partition - b.partition || a.sequenceNumber - b.sequenceNumber);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

interface ParsedLine {
  readonly meta: {
    readonly verdict: string;
    readonly contract?: string;
    readonly partition: number;
    readonly sequenceNumber: number;
    readonly rejections?: BronzeLine['rejections'];
  };
  readonly body?: string;
}

function toLine(filename: string, line: string): BronzeLine {
  const { meta, body } = JSON.parse(line) as ParsedLine;
  return {
    source: /bronze\/([^/]+)\//.exec(filename)?.[1] ?? '',
    verdict: meta.verdict,
    contract: meta.contract ?? null,
    partition: meta.partition,
    sequenceNumber: meta.sequenceNumber,
    rejections: meta.rejections ?? [],
    event: meta.verdict === 'accepted' ? line.slice(line.indexOf('"event":') + '"event":'.length, -1) : null,
    body: body === undefined ? null : Buffer.from(body, 'base64'),
  };
}
