import { type CommonFault, Faults, type FaultTarget } from '../kit';

/** What a request is about, once it is authentic and well addressed. */
export interface DataFactoryTarget extends FaultTarget {
  /** `CreateRun`, `GetRun`, `QueryRuns`, `CancelRun` or `QueryActivityRuns`. */
  readonly operation: string;
  /** Of CreateRun. */
  readonly pipelineName?: string;
  /** Of GetRun, CancelRun and QueryActivityRuns. */
  readonly runId?: string;
}

export type Fault =
  | CommonFault
  /** GetRun and QueryRuns show this status, such as one that a future version of the service may have. */
  | { readonly kind: 'show-status'; readonly status: string }
  /** QueryRuns shows no run, as a query may that lags behind. */
  | { readonly kind: 'hide-runs' }
  /** CreateRun: the run is InProgress until it is cancelled. */
  | { readonly kind: 'run-never-ends' }
  /** CreateRun: somebody else cancels the run as soon as it is in progress. */
  | { readonly kind: 'run-is-cancelled' }
  /** CreateRun: the run fails at once. */
  | { readonly kind: 'run-fails'; readonly message: string };

/** Faults to come; may be added to and cleared while the service runs. */
export class DataFactoryFaults extends Faults<Fault, DataFactoryTarget> {}
