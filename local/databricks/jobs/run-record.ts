import { type TaskDefinition } from '../bundle/job-definition';
import { type JsonObject } from '../../kit';
import { type Ending } from './ending';

/** Where a run, or a try of a task, stands until it has an ending. */
export type Phase =
  /** A run that waits for another run of its job. */
  | 'QUEUED'
  /** A task that waits for others. */
  | 'BLOCKED'
  /** Waits for a place to run on. */
  | 'PENDING'
  | 'RUNNING'
  | 'TERMINATING'
  | 'WAITING_FOR_RETRY';

/** One try of a task. Times are milliseconds since 1970. */
export interface AttemptRecord {
  runId: number;
  attemptNumber: number;
  phase: Phase;
  /** When it began to run; 0 until then. */
  startTime: number;
  /** 0 until it ends. */
  endTime: number;
  /** The parameters that the program got. */
  parameters?: readonly string[];
  ending?: Ending;
  /** The last lines of standard error of a program that failed. */
  error?: { readonly message: string; readonly trace: string };
}

export interface TaskRecord {
  definition: TaskDefinition;
  /** At least one; the last one counts. */
  attempts: AttemptRecord[];
}

/** A run of a job as it is kept on disk. */
export interface RunRecord {
  /** Of this shape. */
  version: 1;
  runId: number;
  /** Runs in the order in which they came, from 1. */
  sequence: number;
  jobId: number;
  runName: string;
  jobClusters: readonly JsonObject[];
  idempotencyToken?: string;
  parameters: { name: string; default?: string; value: string }[];
  timeoutSeconds: number;
  phase: Phase;
  startTime: number;
  /** When it left the queue; 0 until then. */
  executionStartTime: number;
  endTime: number;
  ending?: Ending;
  /** How it is to end, once somebody has cancelled it or its time is over. */
  stoppedWith?: Ending;
  /** A fault switch: no task of it ever ends by itself. */
  neverEnds: boolean;
  tasks: TaskRecord[];
}

export function lastAttempt(task: TaskRecord): AttemptRecord {
  const attempt = task.attempts.at(-1);
  // Every task is made with one.
  if (attempt === undefined) throw new RangeError(`the task ${task.definition.taskKey} has no attempt`);
  return attempt;
}
