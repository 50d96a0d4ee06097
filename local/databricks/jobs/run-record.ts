import { type TaskDefinition } from '../bundle/job-definition';
import { type JsonObject } from '../../kit';
import { type Ending } from './ending';

/** State of a run, or of an attempt of a task, before it has ended. */
export type Phase =
  /** A run that waits for another run of its job. */
  | 'QUEUED'
  /** A task that waits for others. */
  | 'BLOCKED'
  /** Waits for a free slot. */
  | 'PENDING'
  | 'RUNNING'
  | 'TERMINATING'
  | 'WAITING_FOR_RETRY';

/** One attempt of a task. Times are milliseconds since 1970. */
export interface AttemptRecord {
  runId: number;
  attemptNumber: number;
  phase: Phase;
  /** Start time; 0 before the start. */
  startTime: number;
  /** End time; 0 before the end. */
  endTime: number;
  /** The parameters of the program. */
  parameters?: readonly string[];
  ending?: Ending;
  /** The last lines of standard error of a failed program. */
  error?: { readonly message: string; readonly trace: string };
}

export interface TaskRecord {
  definition: TaskDefinition;
  /** At least one; the last one determines the state of the task. */
  attempts: AttemptRecord[];
}

/** A run of a job as stored on disk. */
export interface RunRecord {
  /** Version of this format. */
  version: 1;
  runId: number;
  /** Number of the run in its job, from 1. */
  sequence: number;
  jobId: number;
  runName: string;
  jobClusters: readonly JsonObject[];
  idempotencyToken?: string;
  parameters: { name: string; default?: string; value: string }[];
  timeoutSeconds: number;
  phase: Phase;
  startTime: number;
  /** When it left the queue; 0 before. */
  executionStartTime: number;
  endTime: number;
  ending?: Ending;
  /** How it ends, after it was cancelled or has timed out. */
  stoppedWith?: Ending;
  /** Set by a fault: none of its tasks ends on its own. */
  neverEnds: boolean;
  tasks: TaskRecord[];
}

export function lastAttempt(task: TaskRecord): AttemptRecord {
  const attempt = task.attempts.at(-1);
  // Every task is created with one.
  if (attempt === undefined) throw new RangeError(`the task ${task.definition.taskKey} has no attempt`);
  return attempt;
}
