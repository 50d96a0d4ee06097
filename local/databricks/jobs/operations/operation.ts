import { type JsonObject } from '../../../kit';
import { type JobRuns } from '../job-runs';
import { type Parameters } from './parameters';

export interface OperationContext {
  readonly runs: JobRuns;
  /** `http://host:port` as the client wrote it. */
  readonly baseUrl: string;
  /** A fault switch: the run that is made now never ends. */
  readonly neverEnds: boolean;
}

/** One operation of the Jobs API. */
export interface JobsOperation {
  /** As the REST reference calls it, without spaces: what faults are aimed at. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Below `/api/2.2`. */
  readonly path: string;
  /** @throws Refusal */
  run(parameters: Parameters, context: OperationContext): JsonObject;
}
