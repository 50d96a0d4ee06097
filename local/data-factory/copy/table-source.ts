import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { z } from 'zod';
import { ActivityFailure, readStrictly } from '../engine/activity-failure';
import { TIME_SPAN } from '../engine/time-span';
import { type CopyEndpoint } from './endpoints';

const NAME = /^\w+$/;

const datasetShape = z.strictObject({
  schema: z.string().regex(NAME),
  table: z.string().regex(NAME),
});
const sourceShape = z.strictObject({
  type: z.literal('SqlServerSource'),
  queryTimeout: z.string().regex(TIME_SPAN).optional(),
  partitionOption: z.literal('None').default('None'),
});

/** A table of a SQL Server, as a file with one JSON object per row. */
export interface TableSource {
  readonly schema: string;
  readonly table: string;
  readonly file: string;
}

/**
 * Resolves the table that a copy reads: the file `<schema>.<table>.ndjson`.
 *
 * @param source the `source` of the copy
 * @param directory with the tables of the linked service
 * @throws ActivityFailure `NotExecutedLocally`
 */
export function readTableSource({ dataset }: CopyEndpoint, source: unknown, directory: string): TableSource {
  const { schema, table } = readStrictly(datasetShape, dataset.typeProperties, `the dataset ${dataset.name}`);
  readStrictly(sourceShape, source, 'the source of the copy');
  return { schema, table, file: join(directory, `${schema}.${table}.ndjson`) };
}

/** @throws ActivityFailure `SqlOperationFailed` if the table does not exist */
export function openTableSource({ schema, table, file }: TableSource): Readable {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new ActivityFailure(
      'SqlOperationFailed',
      `A database operation failed: Invalid object name '${schema}.${table}'. Its file would be ${file}.`,
    );
  }
  return createReadStream(file);
}
