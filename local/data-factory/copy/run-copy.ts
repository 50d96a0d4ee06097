import { z } from 'zod';
import { type JsonObject } from '../../kit';
import { ActivityFailure, notExecuted, readStrictly } from '../engine/activity-failure';
import { type ActivityExecutor, type ActivityTask } from '../engine/run-context';
import { type CopyEndpoint, resolveEndpoint } from './endpoints';
import { openHttpSource, readHttpSource } from './http-source';
import { readLakeSink, writeToLake } from './lake-sink';

const copyShape = z.strictObject({
  source: z.json(),
  sink: z.json(),
  enableStaging: z.literal(false).default(false),
});

export interface CopyOptions {
  readonly lakeConnectionString: string;
  /** URLs that replace those of linked services, by the name of the linked service. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** Executes Copy activities: a file over HTTP, unchanged, into the lake. Other copies fail with a reason. */
export function createCopyExecutor({ lakeConnectionString, overrides, now }: CopyOptions): ActivityExecutor {
  return async (task) => {
    const start = now();
    const { source, sink } = readStrictly(copyShape, task.typeProperties, `the copy ${task.name}`);
    const from = onlyEndpoint(task, 'inputs');
    const to = onlyEndpoint(task, 'outputs');
    requireType(from, 'HttpServer', 'read from');
    requireType(to, 'AzureBlobFS', 'write to');
    // Both sides are resolved before any access, so that a refused copy has no effect.
    const file = readHttpSource(from, source, overrides.get(from.linkedService.name));
    const target = readLakeSink(to, sink);
    const bytes = await writeToLake({
      sink: target,
      connectionString: lakeConnectionString,
      body: await openHttpSource(file, task.signal),
      signal: task.signal,
    });
    return toOutput(bytes, start, now());
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

function requireType({ dataset, linkedService }: CopyEndpoint, type: string, verb: string): void {
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
  if (dataset.type !== 'Binary') throw notExecuted(`a copy of the dataset ${dataset.name} (${dataset.type})`);
}

/**
 * In the format of https://learn.microsoft.com/azure/data-factory/copy-activity-monitoring, with the values
 * that exist here.
 */
function toOutput(bytes: number, start: Date, end: Date): JsonObject {
  const seconds = (end.getTime() - start.getTime()) / 1000;
  return {
    dataRead: bytes,
    dataWritten: bytes,
    filesRead: 1,
    filesWritten: 1,
    copyDuration: Math.ceil(seconds),
    throughput: seconds === 0 ? 0 : Math.round((bytes / 1024 / seconds) * 1000) / 1000,
    errors: [],
    effectiveIntegrationRuntime: 'Local',
    executionDetails: [
      {
        source: { type: 'HttpServer' },
        sink: { type: 'AzureBlobFS' },
        status: 'Succeeded',
        start: start.toISOString(),
        duration: Math.ceil(seconds),
      },
    ],
  };
}
