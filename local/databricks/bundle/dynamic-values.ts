import { StandInError } from '../../kit';

const REFERENCE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Supported `{{…}}` references in a task's parameters.
 *
 * https://docs.databricks.com/jobs/dynamic-value-references
 */
export interface DynamicValues {
  readonly 'job.id': string;
  readonly 'job.name': string;
  readonly 'job.run_id': string;
  readonly 'task.name': string;
  readonly 'task.run_id': string;
  /** Number of this attempt of the task, from 1: one more than its retries. */
  readonly 'task.execution_count': string;
  /** Values of the job's parameters in this run. */
  readonly parameters: ReadonlyMap<string, string>;
}

const NAMES: readonly string[] = [
  'job.id',
  'job.name',
  'job.run_id',
  'task.name',
  'task.run_id',
  'task.execution_count',
];
const PARAMETER = /^job\.parameters\.(?:`([^`]+)`|([\w.-]+))$/;

/** Replaces `{{…}}` references by their values. */
export function resolveDynamicValues(text: string, values: DynamicValues): string {
  return text.replace(REFERENCE, (_match, reference: string) => {
    const parameter = parameterOf(reference);
    if (parameter !== undefined) return values.parameters.get(parameter) ?? '';
    return values[reference as Exclude<keyof DynamicValues, 'parameters'>];
  });
}

/**
 * Refuses unsupported references, and parameters that the job does not declare, before any run.
 *
 * @throws StandInError `unsupported`, `option_invalid`
 */
export function checkDynamicValues(
  text: string,
  { parameters, where }: { readonly parameters: readonly string[]; readonly where: string },
): void {
  for (const [, reference = ''] of text.matchAll(REFERENCE)) {
    const parameter = parameterOf(reference);
    if (parameter !== undefined && !parameters.includes(parameter))
      throw new StandInError('option_invalid', `${where}: the job has no parameter "${parameter}"`);
    if (parameter === undefined && !NAMES.includes(reference))
      throw new StandInError(
        'unsupported',
        `${where}: {{${reference}}} is not supported by the local Databricks`,
      );
  }
}

function parameterOf(reference: string): string | undefined {
  const match = PARAMETER.exec(reference);
  return match?.[1] ?? match?.[2];
}
