import { type HubGeneration, type PartitionId } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type LivePosition, type SinkStatus } from '../live';
import { type QuarantineSummary } from '../quarantine/api';
import { type RefreshSummary } from '../refresh/api';

/** The current state of one partition of a hub. */
export interface HubPosition {
  readonly partition: number;
  /** The oldest sequence number that is within the retention. */
  readonly beginSequenceNumber: number;
  /** -1 for a partition that never held an event. */
  readonly lastSequenceNumber: number;
  /** RFC 3339; absent if there never was an event. */
  readonly newestEnqueuedTime?: string;
}

export interface HubState {
  readonly hubGeneration: HubGeneration;
  readonly partitions: readonly HubPosition[];
}

/** The newest slot of a partition. */
export interface BronzeHead {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  readonly slot: number;
  readonly lastSequenceNumber: number;
  /** RFC 3339. */
  readonly lastEnqueuedTime: string;
  /** Events before or in this slot that the hub never delivered, including those of earlier heads that were read. */
  readonly lost: number;
}

/** An event that waits for landing. */
export interface WaitingPosition {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  readonly waiting: {
    readonly sequenceNumber: number;
    /** Enqueued time, in milliseconds since the epoch. */
    readonly since: number;
  };
}

/** The position of live windows in a hub partition. */
export type LiveProgress = PartitionId & Pick<LivePosition, 'lastSequenceNumber' | 'wholeFrom'>;

/** Numbers of landed events, from the index of quarantined records. */
export interface LandedTotals {
  readonly source: Source;
  readonly accepted: number;
  readonly quarantined: number;
}

export interface QuarantineTotals extends QuarantineSummary {
  /** Absent for a source without indexed slots. */
  readonly landed: readonly LandedTotals[];
}

export interface RefreshState {
  readonly current: RefreshSummary | null;
  readonly last: RefreshSummary | null;
  /**
   * Last sequence number in the newest plan, by `<source>/<hub generation>/<partition>`; undefined before the
   * first plan.
   */
  readonly planned: ReadonlyMap<string, number> | undefined;
}

/**
 * The readings of the status. Callers share each answer for a short time, so a port may be called for every
 * request. A stage that is not part of this app is undefined.
 */
export interface StatusPorts {
  readonly hub: (source: Source) => Promise<HubState>;
  readonly bronze: () => Promise<readonly BronzeHead[]>;
  /** Reads the events that a timer recorded as waiting. */
  readonly waiting: (() => Promise<readonly WaitingPosition[]>) | undefined;
  readonly live: (() => Promise<readonly LiveProgress[]>) | undefined;
  readonly quarantine: (() => Promise<QuarantineTotals>) | undefined;
  readonly refresh: (() => Promise<RefreshState>) | undefined;
  readonly sinks: (() => Promise<readonly SinkStatus[]>) | undefined;
}

/** Key of {@link RefreshState.planned}. */
export function toPartitionKey(source: string, hubGeneration: string, partition: number): string {
  return `${source}/${hubGeneration}/${partition}`;
}
