import { type Source } from '../../contracts/source';

/** The position of a plan in one hub partition. */
export interface PlannedHead {
  readonly hubGeneration: string;
  readonly partition: number;
  /** The newest event that is part of the plan. */
  readonly lastSequenceNumber: number;
  /** Enqueued time of the newest event of the plan, RFC 3339 in UTC. */
  readonly lastEnqueuedTime: string;
}

/** Reads the plans of refreshes. */
export interface PlanReader {
  /**
   * Reads the heads of a source from a refresh's plan; undefined if there is no such plan.
   *
   * @throws SluiceError `lake_unavailable`
   */
  readHeads(refresh: number, source: Source): Promise<readonly PlannedHead[] | undefined>;
}
