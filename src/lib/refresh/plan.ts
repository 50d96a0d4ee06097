import { SluiceError } from '../platform/errors';
import { type PlannedBatch, type SourceWatermark } from './details-api';
import { type RefreshId, type RefreshNumber } from './refresh-id';

/** The head of one partition of one hub generation: the last slot of the plan. */
export interface PlannedHead {
  readonly hubGeneration: string;
  readonly partition: number;
  readonly slot: number;
  readonly lastSequenceNumber: number;
  /** The newest enqueued time up to this slot, RFC 3339 in UTC. */
  readonly lastEnqueuedTime: string;
}

export type PlannedBronze = Readonly<Record<string, readonly PlannedHead[]>>;

/**
 * The input of a refresh, as `gold/_refresh/<number>/plan.json`. Heads are cumulative, so any two plans
 * define a range of slots. A table at one refresh is brought to another by their two plans alone.
 */
export interface Plan {
  readonly refresh: RefreshNumber;
  readonly refreshId: RefreshId;
  /** The previous plan; null for the first. */
  readonly previous: RefreshNumber | null;
  /** When the heads were read, RFC 3339 in UTC. Events that land later are not part of the plan. */
  readonly asOf: string;
  readonly bronze: PlannedBronze;
  readonly batch: Readonly<Record<string, PlannedBatch>>;
  /** Tables to compute from all of Bronze. The engines add those that must come along. @default none */
  readonly rebuild?: readonly string[];
}

/** Folder of a refresh in the gold container. */
export function refreshFolder(number: RefreshNumber): string {
  return `_refresh/${String(number).padStart(15, '0')}`;
}

export function planPath(number: RefreshNumber): string {
  return `${refreshFolder(number)}/plan.json`;
}

/** Folder of the batch run in the bronze container. A pipeline `ingest_<source>` copies the batch source `<source>`. */
export function batchOfPipeline(pipeline: string, runId: string): { source: string; path: string } {
  const source = pipeline.replace(/^ingest_/, '');
  return { source, path: `batch/${source}/run=${runId}` };
}

/**
 * Counts the events in Bronze that the previous plan does not have. Sequence numbers have no gaps, so heads
 * are enough.
 *
 * @throws SluiceError `refresh_invariant` if a head of the previous plan is missing or lower now. Slots never
 *   vanish, so this is another lake than the planned one. Silver would miss or repeat events.
 */
export function countNewEvents(heads: PlannedBronze, before: PlannedBronze): number {
  let events = 0;
  for (const [source, old] of Object.entries(before)) {
    for (const { hubGeneration, partition, slot } of old) {
      const now = (heads[source] ?? []).find(
        (head) => head.hubGeneration === hubGeneration && head.partition === partition,
      );
      if (now === undefined || now.slot < slot) {
        throw new SluiceError(
          'refresh_invariant',
          `Bronze went back: ${source}/${hubGeneration} partition ${partition} was at slot ${slot}, now ${now === undefined ? 'it has none' : `at ${now.slot}`}`,
          { kind: 'permanent' },
        );
      }
    }
  }
  for (const [source, now] of Object.entries(heads)) {
    for (const head of now) {
      const old = (before[source] ?? []).find(
        ({ hubGeneration, partition }) =>
          hubGeneration === head.hubGeneration && partition === head.partition,
      );
      events += head.lastSequenceNumber - (old?.lastSequenceNumber ?? -1);
    }
  }
  return events;
}

/** Whether each batch source is at the same run as in the previous plan. */
export function isSameBatch(now: Plan['batch'], before: Plan['batch']): boolean {
  return Object.entries(now).every(([source, { runId }]) => before[source]?.runId === runId);
}

export function toSourceWatermarks(bronze: PlannedBronze): Readonly<Record<string, SourceWatermark>> {
  return Object.fromEntries(
    Object.entries(bronze)
      .filter(([, heads]) => heads.length > 0)
      .map(([source, heads]) => [
        source,
        {
          lastEnqueuedTime: heads.map(({ lastEnqueuedTime }) => lastEnqueuedTime).reduce(later),
          partitions: heads.map(({ hubGeneration, partition, lastSequenceNumber }) => ({
            hubGeneration,
            partition,
            lastSequenceNumber,
          })),
        },
      ]),
  );
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
