import { type CommonFault, Faults, type FaultTarget } from '../kit';

/** Target of a fault: an authenticated request with a valid path. */
export interface DataFactoryTarget extends FaultTarget {
  /** `CreateRun`, `GetRun`, `QueryRuns`, `CancelRun` or `QueryActivityRuns`. */
  readonly operation: string;
  /** Set for CreateRun. */
  readonly pipelineName?: string;
  /** Set for GetRun, CancelRun and QueryActivityRuns. */
  readonly runId?: string;
}

export type Fault =
  | CommonFault
  /** GetRun and QueryRuns return this status, such as one of a future version of the service. */
  | { readonly kind: 'show-status'; readonly status: string }
  /** QueryRuns returns no run, as a query that lags behind may. */
  | { readonly kind: 'hide-runs' }
  /** CreateRun: the run is InProgress until it is cancelled. */
  | { readonly kind: 'run-never-ends' }
  /** CreateRun: another client cancels the run as soon as it is in progress. */
  | { readonly kind: 'run-is-cancelled' }
  /** CreateRun: the run fails immediately. */
  | { readonly kind: 'run-fails'; readonly message: string };

/** Injected faults. They can be added and cleared while the service runs. */
export class DataFactoryFaults extends Faults<Fault, DataFactoryTarget> {}
