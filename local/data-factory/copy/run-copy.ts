import { type Readable } from 'node:stream';
import { z } from 'zod';
import { type JsonObject } from '../../kit';
import { ActivityFailure, notExecuted, readStrictly } from '../engine/activity-failure';
import { type ActivityExecutor, type ActivityTask } from '../engine/run-context';
import { type CopyEndpoint, resolveEndpoint } from './endpoints';
import { openHttpSource, readHttpSource } from './http-source';
import { type LakeSink, readLakeSink, writeToLake, type Written } from './lake-sink';
import { openTableSource, readTableSource } from './table-source';

const copyShape = z.strictObject({
  source: z.json(),
  sink: z.json(),
  enableStaging: z.literal(false).default(false),
});

export interface CopyOptions {
  readonly lakeConnectionString: string;
  /** URLs that replace those of linked services, by the name of the linked service. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Folders with the tables of linked services of type SqlServer, by the name of the linked service. */
  readonly tables: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** A copy whose two sides are resolved; nothing is read or written yet. */
interface ResolvedCopy {
  readonly target: LakeSink;
  readonly open: (signal: AbortSignal) => Promise<Readable>;
  /** Whether the copy has rows besides bytes. */
  readonly hasRows: boolean;
}

/**
 * Executes Copy activities into the lake: a file over HTTP, unchanged, or a table of a SQL Server whose rows are in a file.
 * Other copies fail with a reason.
 */
export function createCopyExecutor({
  lakeConnectionString,
  overrides,
  tables,
  now,
}: CopyOptions): ActivityExecutor {
  const resolve = (task: ActivityTask): ResolvedCopy => {
    const { source, sink } = readStrictly(copyShape, task.typeProperties, `the copy ${task.name}`);
    const from = onlyEndpoint(task, 'inputs');
    const to = onlyEndpoint(task, 'outputs');
    const directory = tables.get(from.linkedService.name);
    if (directory !== undefined) {
      requireType(to, 'AzureBlobFS', 'Json', 'write to');
      const table = readTableSource(from, source, directory);
      return {
        target: readLakeSink(to, sink, 'Json'),
        open: () => Promise.resolve(openTableSource(table)),
        hasRows: true,
      };
    }
    requireType(from, 'HttpServer', 'Binary', 'read from');
    requireType(to, 'AzureBlobFS', 'Binary', 'write to');
    const file = readHttpSource(from, source, overrides.get(from.linkedService.name));
    return {
      target: readLakeSink(to, sink, 'Binary'),
      open: (signal) => openHttpSource(file, signal),
      hasRows: false,
    };
  };
  return async (task) => {
    const start = now();
    // Both sides are resolved before any access, so that a refused copy has no effect.
    const { target, open, hasRows } = resolve(task);
    const written = await writeToLake({
      sink: target,
      connectionString: lakeConnectionString,
      body: await open(task.signal),
      signal: task.signal,
    });
    return toOutput(written, hasRows, start, now());
  };
}

function onlyEndpoint(task: ActivityTask, side: 'inputs' | 'outputs'): CopyEndpoint {
  const [reference, ...more] = task[side];
  if (reference === undefined || more.length > 0) {
    throw new ActivityFailure(
      'BadRequest',
      `A copy must have one dataset among its ${side}, not ${task[side].length}.`,
    );
  }
  return resolveEndpoint(task.definitions, reference);
}

function requireType(
  { dataset, linkedService }: CopyEndpoint,
  type: string,
  format: string,
  verb: string,
): void {
  if (linkedService.type !== type) {
    const runtime =
      linkedService.connectVia === undefined
        ? ''
        : ` through the integration runtime ${linkedService.connectVia}`;
    throw notExecuted(`a copy that would ${verb} ${linkedService.name} (${linkedService.type})${runtime}`);
  }
  if (linkedService.connectVia !== undefined) {
    throw notExecuted(`a copy through the integration runtime ${linkedService.connectVia}`);
  }
  if (dataset.type !== format) throw notExecuted(`a copy of the dataset ${dataset.name} (${dataset.type})`);
}

/**
 * In the format of https://learn.microsoft.com/azure/data-factory/copy-activity-monitoring, with the values
 * that exist here.
 */
function toOutput({ bytes, lines }: Written, hasRows: boolean, start: Date, end: Date): JsonObject {
  const seconds = (end.getTime() - start.getTime()) / 1000;
  return {
    dataRead: bytes,
    dataWritten: bytes,
    ...(hasRows ? { rowsRead: lines, rowsCopied: lines } : { filesRead: 1 }),
    filesWritten: 1,
    copyDuration: Math.ceil(seconds),
    throughput: seconds === 0 ? 0 : Math.round((bytes / 1024 / seconds) * 1000) / 1000,
    errors: [],
    effectiveIntegrationRuntime: 'Local',
    executionDetails: [
      {
        source: { type: hasRows ? 'SqlServer' : 'HttpServer' },
        sink: { type: 'AzureBlobFS' },
        status: 'Succeeded',
        start: start.toISOString(),
        duration: Math.ceil(seconds),
      },
    ],
  };
}
