import { type HubGeneration, type PartitionId } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type LivePosition, type SinkStatus } from '../live';
import { type QuarantineSummary } from '../quarantine/api';
import { type RefreshSummary } from '../refresh/api';

/** One partition of a hub as it is now. */
export interface HubPosition {
  readonly partition: number;
  /** The oldest sequence number that retention has left. */
  readonly beginSequenceNumber: number;
  /** -1 for a partition that never held an event. */
  readonly lastSequenceNumber: number;
  /** RFC 3339; absent where there never was an event. */
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
  /** Events in front of this slot, or inside it, that the hub never delivered; earlier heads that were seen count too. */
  readonly lost: number;
}

/** An event that was seen to wait for landing. */
export interface WaitingPosition {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  readonly waiting: {
    readonly sequenceNumber: number;
    /** When the hub took it in, in milliseconds since the epoch. */
    readonly since: number;
  };
}

/** How far the live windows of a hub partition are. */
export type LiveProgress = PartitionId & Pick<LivePosition, 'lastSequenceNumber' | 'wholeFrom'>;

/** What landing has come to, from the index of quarantined records. */
export interface LandedTotals {
  readonly source: Source;
  readonly accepted: number;
  readonly quarantined: number;
}

export interface QuarantineTotals extends QuarantineSummary {
  /** Absent for a source of which nothing was indexed. */
  readonly landed: readonly LandedTotals[];
}

export interface RefreshState {
  readonly current: RefreshSummary | null;
  readonly last: RefreshSummary | null;
  /** Last sequence number that the newest plan has, by `<source>/<incarnation>/<partition>`; undefined before a plan. */
  readonly planned: ReadonlyMap<string, number> | undefined;
}

/**
 * What the status asks. Each answer is shared by callers and short-lived, so a port may be asked at every request;
 * a stage that is not part of this app is undefined.
 */
export interface StatusPorts {
  readonly hub: (source: Source) => Promise<HubState>;
  readonly bronze: () => Promise<readonly BronzeHead[]>;
  /** What a timer saw waiting at its last look. */
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
