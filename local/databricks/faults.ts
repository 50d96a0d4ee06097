import { z } from 'zod';
import { failFault, Faults, loseReplyFault } from '../kit';

export const databricksFault = z.discriminatedUnion('kind', [
  failFault,
  loseReplyFault,
  /** GetRun and ListRuns return this state, such as one of a future version of the service. */
  z.strictObject({ kind: z.literal('show-state'), state: z.string() }),
  /** RunNow: the run's tasks are RUNNING until the run is cancelled or times out. */
  z.strictObject({ kind: z.literal('run-never-ends') }),
  /** RunNow: another client cancels the run as soon as the caller has its response. */
  z.strictObject({ kind: z.literal('run-is-cancelled') }),
]);

export type DatabricksFault = z.infer<typeof databricksFault>;

/** Injected faults, by operations of the REST reference: `RunNow`, `GetRun`, `ListRuns`, `CancelRun` … */
export class DatabricksFaults extends Faults<DatabricksFault> {}
