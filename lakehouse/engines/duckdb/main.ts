import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LakehouseError } from './lakehouse-error';
import { LakeFiles } from './lake/lake-files';
import { readTimeZone, SETTING } from './business-time-zone';
import { loadModels } from './model/load-models';
import { type ModelResult } from './run/model-result';
import { runModels } from './run/run-models';

/**
 * Runs models of one refresh. The tasks of the local Databricks job start it.
 *
 *     node main.js --select silver/iot --refresh 1763700000000 --models lakehouse/models --lake-directory .sluice/lake
 *
 * LAKE_CONNECTION_STRING has the lake's connection string, PSEUDONYM_PEPPER the secret for pseudonyms,
 * BUSINESS_TIME_ZONE the time zone of business days. It prints one line per model. The exit code is 0, or 1
 * with the errors as the last lines of standard error.
 */
async function main(workDirectory: string): Promise<number> {
  const { values } = parseArgs({
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
  const results = await runModels({
    models: loadModels(required('--models', values.models)),
    select: required('--select', values.select),
    refresh: Number(refresh),
    lake: new LakeFiles({
      connectionString: required('LAKE_CONNECTION_STRING', process.env['LAKE_CONNECTION_STRING']),
      directory: required('--lake-directory', values['lake-directory']),
    }),
    workDirectory,
    pepper: required('PSEUDONYM_PEPPER', process.env['PSEUDONYM_PEPPER']),
    businessTimeZone: readTimeZone(process.env[SETTING]),
    onResult: (result) => {
      console.log(toLine(result));
    },
  });
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  for (const { model, error } of failed) console.error(`${model}: ${error ?? ''}`);
  return failed.length === 0 ? 0 : 1;
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new LakehouseError('option_invalid', `${name} is missing`);
  return value;
}

function toLine({ model, outcome, rowsWritten, rowsRemoved, durationMilliseconds }: ModelResult): string {
  const rows = `${rowsWritten} rows written, ${rowsRemoved} removed`;
  return `${model.padEnd(36)} ${outcome.padEnd(10)} ${rows.padEnd(40)} ${durationMilliseconds} ms`;
}

/** Empty until the directory exists: a run may be cancelled before. */
const made: string[] = [];
const cleanUp = (): void => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
};
process.on('exit', cleanUp);
// A cancelled run ends at once: Node's own exit would wait for the query. The run can safely stop at any
// moment.
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    cleanUp();
    process.kill(process.pid, signal);
  });

const workDirectory = mkdtempSync(join(tmpdir(), 'sluice-engine-'));
made.push(workDirectory);

main(workDirectory).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
