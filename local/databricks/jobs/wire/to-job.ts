import { type JobDefinition, type TaskDefinition } from '../../bundle/job-definition';
import { type JsonObject } from '../../../kit';
import { CREATOR } from './to-run';

export interface ToJobOptions {
  /** Those to show; `undefined` for a job without its arrays. */
  readonly tasks: readonly TaskDefinition[] | undefined;
  /** Whether the other arrays are shown, which fit on one page. */
  readonly isFirstPage: boolean;
}

/** A job with its settings. It was created when 1970 began: the bundle does not say. */
export function toJob(job: JobDefinition, { tasks, isFirstPage }: ToJobOptions): JsonObject {
  const { job_clusters: clusters, parameters } = job.settings;
  const settings = Object.fromEntries(
    Object.entries(job.settings).filter(([name]) => !['tasks', 'job_clusters', 'parameters'].includes(name)),
  );
  return {
    job_id: job.jobId,
    creator_user_name: CREATOR,
    run_as_user_name: CREATOR,
    created_time: 0,
    settings: {
      ...settings,
      ...(tasks !== undefined && { tasks: tasks.map((task) => task.settings) }),
      ...(isFirstPage && clusters !== undefined && { job_clusters: clusters }),
      ...(isFirstPage && parameters !== undefined && { parameters }),
    },
  };
}
