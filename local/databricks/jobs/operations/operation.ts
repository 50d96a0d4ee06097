import { type JsonObject } from '../../../kit';
import { type JobRuns } from '../job-runs';
import { type Parameters } from './parameters';

export interface OperationContext {
  readonly runs: JobRuns;
  /** `http://host:port` as in the client's request. */
  readonly baseUrl: string;
  /** Set by a fault: the new run never ends. */
  readonly neverEnds: boolean;
}

/** One operation of the Jobs API. */
export interface JobsOperation {
  /** Name in the REST reference, without spaces; faults select by it. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Path below `/api/2.2`. */
  readonly path: string;
  /** @throws Refusal */
  run(parameters: Parameters, context: OperationContext): JsonObject;
}
