import { parseArgs } from 'node:util';
import { readTimeZone, SETTING } from '../business-time-zone';
import { LakeFiles } from '../lake/lake-files';
import { LakehouseError } from '../lakehouse-error';
import { type ModelSet } from '../model/load-models';
import { type ModelResult } from '../run/model-result';
import { runModels } from '../run/run-models';

export interface TaskOptions {
  /** `--select`, `--refresh`, `--models` and `--lake-directory`, each with its value. */
  readonly args: readonly string[];
  /**
   * LAKE_CONNECTION_STRING has the lake's connection string, PSEUDONYM_PEPPER the secret for pseudonyms,
   * BUSINESS_TIME_ZONE the time zone of business days.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads the models of a directory. */
  readonly loadModels: (directory: string) => ModelSet;
  /** An empty directory on this machine for temporary files. */
  readonly workDirectory: string;
  /** In DuckDB's notation. @default '2GB' */
  readonly memoryLimit?: string;
  /** Takes a line of standard output. */
  readonly print: (line: string) => void;
  /** Takes a line of standard error. */
  readonly printError: (line: string) => void;
}

/**
 * Runs the models of one task of a refresh, and prints one line for each. The errors are the last lines of standard
 * error.
 *
 * @returns the exit code: 0, or 1 if a model failed or the task could not begin
 */
export async function runTask(options: TaskOptions): Promise<number> {
  const { printError } = options;
  try {
    const results = await runModelsOf(options);
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    for (const { model, error } of failed) printError(`${model}: ${error ?? ''}`);
    return failed.length === 0 ? 0 : 1;
  } catch (error) {
    // The end of every program: a person reads the message, and the exit code says that it failed.
    printError(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function runModelsOf({
  args,
  environment,
  loadModels,
  workDirectory,
  memoryLimit,
  print,
}: TaskOptions): Promise<ModelResult[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      select: { type: 'string' },
      refresh: { type: 'string' },
      models: { type: 'string' },
      'lake-directory': { type: 'string' },
    },
  });
  const refresh = required('--refresh', values.refresh);
  if (!/^[1-9]\d{0,14}$/.test(refresh))
    throw new LakehouseError('option_invalid', `--refresh must be the number of a refresh, not '${refresh}'`);
  return runModels({
    models: loadModels(required('--models', values.models)),
    select: required('--select', values.select),
    refresh: Number(refresh),
    lake: new LakeFiles({
      connectionString: required('LAKE_CONNECTION_STRING', environment['LAKE_CONNECTION_STRING']),
      directory: required('--lake-directory', values['lake-directory']),
    }),
    workDirectory,
    pepper: required('PSEUDONYM_PEPPER', environment['PSEUDONYM_PEPPER']),
    businessTimeZone: readTimeZone(environment[SETTING]),
    ...(memoryLimit !== undefined && { memoryLimit }),
    onResult: (result) => {
      print(toLine(result));
    },
  });
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new LakehouseError('option_invalid', `${name} is missing`);
  return value;
}

function toLine({ model, outcome, rowsWritten, rowsRemoved, durationMilliseconds }: ModelResult): string {
  const rows = `${rowsWritten} rows written, ${rowsRemoved} removed`;
  return `${model.padEnd(36)} ${outcome.padEnd(10)} ${rows.padEnd(40)} ${durationMilliseconds} ms`;
}
