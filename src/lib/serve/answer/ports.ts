import { type Source } from '../../contracts/source';

/** How far a plan reaches into one hub partition. */
export interface PlannedHead {
  readonly hubGeneration: string;
  readonly partition: number;
  /** The newest event that is part of the plan. */
  readonly lastSequenceNumber: number;
  /** When the newest event of the plan came to the hub, RFC 3339 in UTC. */
  readonly lastEnqueuedTime: string;
}

/** Plans of refreshes, as far as an answer needs them. */
export interface PlanReader {
  /**
   * The heads of a source in a refresh's plan; undefined where there is no such plan.
   *
   * @throws SluiceError `lake_unavailable`
   */
  readHeads(refresh: number, source: Source): Promise<readonly PlannedHead[] | undefined>;
}
