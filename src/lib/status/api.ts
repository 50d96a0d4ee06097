import { z } from 'zod';
import { source } from '../contracts/api';
import { sinkStatus } from '../live/sink-status';
import {
  type ApiRoute,
  count,
  jsonResponse,
  problem,
  type Shape,
  timestamp,
} from '../platform/http/api-shapes';
import { quarantineSummary } from '../quarantine/api';
import { refreshSummary } from '../refresh/api';

const stage = z.enum(['hub', 'bronze', 'live', 'refresh', 'sinks', 'quarantine']).meta({ id: 'Stage' });

const statusProblem = z
  .object({
    stage,
    state: z
      .enum(['slow', 'down', 'late'])
      .describe(
        '`slow`: no answer in time, or one error; its numbers are the last known ones, for a minute at most. `down`: two errors in a row, no answer for 15 seconds, or a failure. `late`: it answers, but needs attention.',
      ),
    cause: stage
      .nullable()
      .describe('The stage whose problem is the cause of this one; null if the message has the cause.'),
    message: z.string().describe('A sentence for people: the problem, and which data is safe.'),
  })
  .meta({ id: 'StatusProblem' });

const partitionStatus = z
  .object({
    partition: count,
    received: count.nullable(),
    newestEnqueuedTime: timestamp.nullable(),
    slot: count.nullable().describe('Number of the newest slot; null before the first.'),
    landed: count.nullable(),
    landingLag: count.nullable(),
    aggregated: count.nullable(),
    liveLag: count.nullable(),
  })
  .meta({ id: 'PartitionStatus', description: 'One hub partition in all stages.' });

const sourceStatus = z
  .object({
    source,
    hub: z
      .object({ hubGeneration: z.string(), received: count, newestEnqueuedTime: timestamp.nullable() })
      .nullable(),
    bronze: z
      .object({
        landed: count,
        accepted: count.nullable().describe('As counted by the index of quarantined records.'),
        quarantined: count.nullable(),
        slots: count,
        lag: count
          .nullable()
          .describe('Events in the hub that have not landed; null if the hub does not answer.'),
        newestEnqueuedTime: timestamp.nullable(),
      })
      .nullable(),
    live: z
      .object({
        aggregated: count,
        lag: count
          .nullable()
          .describe('Events of Bronze that are not in live windows; null if the lake does not answer.'),
      })
      .nullable(),
    partitions: z.array(partitionStatus),
  })
  .meta({ id: 'SourceStatus' });

const refreshStatus = z
  .object({
    configured: z.boolean(),
    current: refreshSummary.nullable(),
    last: refreshSummary.nullable(),
    arrivals: count
      .nullable()
      .describe('Events in Bronze that the newest plan does not have; null while a refresh is running.'),
  })
  .meta({ id: 'RefreshStatus' });

const status = z
  .object({
    at: timestamp,
    app: z.object({ version: z.string() }),
    problems: z.array(statusProblem),
    sources: z.array(sourceStatus),
    quarantine: quarantineSummary.nullable(),
    refresh: refreshStatus.nullable(),
    sinks: z.array(sinkStatus),
    powerBi: z.object({
      arrivedUrl: z
        .string()
        .nullable()
        .describe('On a local stack, the URL that lists the rows that Power BI received.'),
    }),
  })
  .meta({ id: 'PipelineStatus' });

const health = z.object({ status: z.literal('healthy') }).meta({ id: 'Health' });
const readiness = z
  .object({
    status: z.literal('ready'),
    slow: z
      .array(z.string())
      .describe('Names of the services that took more than 3 seconds; absent without one.')
      .exactOptional(),
  })
  .meta({ id: 'Readiness' });
const unreachable = problem.extend({
  unreachable: z
    .array(z.string())
    .describe('Names of the services that failed twice, or did not answer within 10 seconds.'),
});

export type Stage = Shape<typeof stage>;
export type StatusProblem = Shape<typeof statusProblem>;
export type PartitionStatus = Shape<typeof partitionStatus>;
export type SourceStatus = Shape<typeof sourceStatus>;
export type Status = Shape<typeof status>;
export type Health = Shape<typeof health>;
export type Readiness = Shape<typeof readiness>;

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'getStatus',
    method: 'get',
    path: '/api/status',
    tag: 'health',
    summary: 'Get the status of all stages, from the hubs to the sinks, with current problems',
    description:
      'Always 200 while the app runs: a stage that is down is null, and a problem describes the effect. A slow stage has its last known numbers. Counts are events since the hub was created. For a rate, compare two answers.',
    auth: 'function',
    responses: { 200: jsonResponse('The status.', status) },
    problems: { 500: ['internal', 'config_invalid'] },
  },
  {
    operationId: 'getHealth',
    method: 'get',
    path: '/api/health',
    tag: 'health',
    summary: 'Check that the app is running',
    description: 'Asks no other service, so that a probe does not restart the app because of one.',
    auth: 'anonymous',
    responses: { 200: jsonResponse('The app is running.', health) },
    problems: {},
  },
  {
    operationId: 'getReadiness',
    method: 'get',
    path: '/api/ready',
    tag: 'health',
    summary: 'Check that all services that the app needs are available',
    description:
      'A service that fails is asked a second time. Slow services are named in an answer with 200.',
    auth: 'anonymous',
    responses: { 200: jsonResponse('All services are available.', readiness) },
    problems: {
      500: ['internal', 'config_invalid'],
      503: { codes: ['not_ready'], shape: unreachable },
    },
  },
];
