import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StandInError } from '../../kit';
import { type DurableOptions, readDurableOptions } from '../durable/durable-options';
import { LOG_LEVELS } from '../host/host-log';
import { JsonReader } from './json-reader';
import { overrideHostJson } from './override-host-json';
import { type Settings } from './settings';
import { requireTimeSpan } from './time-span';

/** Start position of a partition without a checkpoint. */
export type InitialOffset =
  | { readonly type: 'fromStart' }
  | { readonly type: 'fromEnd' }
  | { readonly type: 'fromEnqueuedTime'; readonly enqueuedTime: Date };

/** `extensions.eventHubs`. Source: learn.microsoft.com, "Azure Event Hubs bindings", host.json settings. */
export interface EventHubsOptions {
  /** @default 100 */
  readonly maxEventBatchSize: number;
  /** @default 1 */
  readonly minEventBatchSize: number;
  /** How long a batch below the minimum waits for more events. @default 60 s */
  readonly maxWaitMilliseconds: number;
  /** @default 300 */
  readonly prefetchCount: number;
  /** Number of batches for each checkpoint. @default 1 */
  readonly batchCheckpointFrequency: number;
  /** How often ownership of partitions is renewed. @default 30 s */
  readonly loadBalancingMilliseconds: number;
  /** @default fromStart */
  readonly initialOffset: InitialOffset;
}

export interface HostJson {
  /** Without leading or trailing slashes; the empty text means no prefix. @default 'api' */
  readonly routePrefix: string;
  /** With `OpenTelemetry` the host sends its spans. @default '' */
  readonly telemetryMode: string;
  /** Headers of every HTTP response. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Undefined means no limit. @default 30 minutes, as on every plan but the old Consumption plan */
  readonly functionTimeoutMilliseconds: number | undefined;
  /** Lowest level by category prefix, both unchanged. */
  readonly logLevels: Readonly<Record<string, string>>;
  readonly eventHubs: EventHubsOptions;
  readonly durableTask: DurableOptions;
}

const DEFAULT_TIMEOUT_MILLISECONDS = 30 * 60_000;
const DEFAULT_WAIT_MILLISECONDS = 60_000;
const DEFAULT_LOAD_BALANCING_MILLISECONDS = 30_000;
const MAX_WAIT_MILLISECONDS = 10 * 60_000;

/**
 * @param settings override values; see {@link overrideHostJson}
 * @throws StandInError `option_invalid` for a missing or malformed file, `unsupported` for an unknown key
 */
export async function readHostJson(appDirectory: string, settings: Settings): Promise<HostJson> {
  const path = join(appDirectory, 'host.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StandInError(
      'option_invalid',
      `${path} cannot be read: a function app needs a host.json in its root folder`,
      cause,
    );
  }
  try {
    return parseHostJson(overrideHostJson(JSON.parse(text), settings));
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new StandInError('option_invalid', `${path} is not JSON: ${cause.message}`, cause);
    throw cause;
  }
}

export function parseHostJson(value: unknown): HostJson {
  const root = new JsonReader(value, 'host.json');
  if (root.string('version') !== '2.0')
    throw new StandInError('option_invalid', 'host.json.version must be "2.0"');
  // The features of bundles are built in; the other keys are about several hosts or .NET.
  root.skip('$schema', 'extensionBundle', 'aggregator', 'healthMonitor', 'singleton');
  root.skip('managedDependency', 'watchDirectories', 'watchFiles');

  const telemetryMode = root.string('telemetryMode') ?? '';
  const functionTimeout = root.raw('functionTimeout');
  const logging = root.child('logging');
  logging.skip('applicationInsights', 'console', 'fileLoggingMode');
  const logLevels = readStrings(logging, 'logLevel');
  logging.finish();
  for (const [category, level] of Object.entries(logLevels)) {
    if (!LOG_LEVELS.some((known) => known === level.toLowerCase())) {
      const known = LOG_LEVELS.join(', ');
      throw new StandInError(
        'option_invalid',
        `host.json.logging.logLevel.${category} must be one of ${known}`,
      );
    }
  }

  const extensions = root.child('extensions');
  const http = extensions.child('http');
  const routePrefix = (http.string('routePrefix') ?? 'api').replace(/^\/+|\/+$/g, '');
  const customHeaders = readStrings(http, 'customHeaders');
  http.finish();
  const eventHubs = readEventHubs(extensions.child('eventHubs'));
  const durableTask = readDurableOptions(extensions.child('durableTask'));
  extensions.finish();
  root.finish();

  return {
    routePrefix,
    telemetryMode,
    customHeaders,
    functionTimeoutMilliseconds: readTimeout(functionTimeout),
    logLevels,
    eventHubs,
    durableTask,
  };
}

function readTimeout(value: unknown): number | undefined {
  if (value === undefined || value === null) return DEFAULT_TIMEOUT_MILLISECONDS;
  if (value === '-1' || value === -1) return undefined;
  return requireTimeSpan(value, 'host.json.functionTimeout');
}

function readStrings(reader: JsonReader, key: string): Readonly<Record<string, string>> {
  const values = reader.raw(key) ?? {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string')
      throw new StandInError('option_invalid', `${reader.pathOf(key)}.${name} must be a string`);
  }
  return values as Readonly<Record<string, string>>;
}

function readEventHubs(reader: JsonReader): EventHubsOptions {
  const maxEventBatchSize = reader.integer('maxEventBatchSize', { minimum: 1 }) ?? 100;
  const minEventBatchSize =
    reader.integer('minEventBatchSize', { minimum: 1, maximum: maxEventBatchSize }) ?? 1;
  const maxWaitTime = reader.raw('maxWaitTime');
  const maxWaitMilliseconds =
    maxWaitTime === undefined
      ? DEFAULT_WAIT_MILLISECONDS
      : requireTimeSpan(maxWaitTime, reader.pathOf('maxWaitTime'));
  if (maxWaitMilliseconds > MAX_WAIT_MILLISECONDS) {
    throw new StandInError('option_invalid', `${reader.pathOf('maxWaitTime')} must be at most 10 minutes`);
  }
  const prefetchCount = reader.integer('prefetchCount', { minimum: 1 }) ?? 300;
  const batchCheckpointFrequency = reader.integer('batchCheckpointFrequency', { minimum: 1 }) ?? 1;
  const initialOffset = readInitialOffset(reader.child('initialOffsetOptions'));
  const loadBalancing = reader.raw('loadBalancingUpdateInterval');
  const loadBalancingMilliseconds =
    loadBalancing === undefined
      ? DEFAULT_LOAD_BALANCING_MILLISECONDS
      : requireTimeSpan(loadBalancing, reader.pathOf('loadBalancingUpdateInterval'));
  if (loadBalancingMilliseconds === 0) {
    throw new StandInError(
      'option_invalid',
      `${reader.pathOf('loadBalancingUpdateInterval')} must be longer than zero`,
    );
  }
  // These keys are about sharing partitions among hosts and about scaling; this host owns every partition.
  reader.skip('partitionOwnershipExpirationInterval', 'targetUnprocessedEventThreshold');
  reader.finish();
  return {
    maxEventBatchSize,
    minEventBatchSize,
    maxWaitMilliseconds,
    prefetchCount,
    batchCheckpointFrequency,
    loadBalancingMilliseconds,
    initialOffset,
  };
}

function readInitialOffset(reader: JsonReader): InitialOffset {
  const type = (reader.string('type') ?? 'fromStart').toLowerCase();
  const enqueuedTime = reader.string('enqueuedTimeUtc');
  reader.finish();
  switch (type) {
    case 'fromstart':
      return { type: 'fromStart' };
    case 'fromend':
      return { type: 'fromEnd' };
    case 'fromenqueuedtime': {
      const time = new Date(enqueuedTime ?? '');
      if (!Number.isNaN(time.getTime())) return { type: 'fromEnqueuedTime', enqueuedTime: time };
      throw new StandInError(
        'option_invalid',
        `${reader.pathOf('enqueuedTimeUtc')} must be a date such as 2026-01-31T00:00:00Z`,
      );
    }
    default:
      throw new StandInError(
        'option_invalid',
        `${reader.pathOf('type')} must be fromStart, fromEnd or fromEnqueuedTime`,
      );
  }
}
