import { z } from 'zod';
import { failFault, Faults, loseReplyFault } from '../kit';

export const databricksFault = z.discriminatedUnion('kind', [
  failFault,
  loseReplyFault,
  /** GetRun and ListRuns show this state, such as one that a future version of the service may have. */
  z.strictObject({ kind: z.literal('show-state'), state: z.string() }),
  /** RunNow: the run's tasks are RUNNING until it is cancelled or its time is over. */
  z.strictObject({ kind: z.literal('run-never-ends') }),
  /** RunNow: somebody else cancels the run as soon as the client has its answer. */
  z.strictObject({ kind: z.literal('run-is-cancelled') }),
]);

export type DatabricksFault = z.infer<typeof databricksFault>;

/** Faults to come, by operations as the REST reference calls them: `RunNow`, `GetRun`, `ListRuns`, `CancelRun` … */
export class DatabricksFaults extends Faults<DatabricksFault> {}
