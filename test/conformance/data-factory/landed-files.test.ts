import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import {
  type ActivityDefinition,
  activityList,
  readFactoryFiles,
} from '../../../local/data-factory/definitions/factory-files';
import { type Json } from '../../../local/kit';
import { type Scope } from '../../../local/data-factory/expressions/evaluate';
import { resolveValue } from '../../../local/data-factory/expressions/resolve-value';
import { ADF } from './factory-fixture';

const MODELS = resolve(__dirname, '../../../lakehouse/models/silver/batch');

/** The batch files that a model of Silver reads. */
interface BatchFile {
  readonly model: string;
  readonly batch: string;
  readonly file: string;
  readonly columns: Readonly<Record<string, string>>;
}

interface Landed {
  readonly path: string;
  /** The query of the copy, if it has one. */
  readonly query: string | undefined;
}

const read: readonly BatchFile[] = readdirSync(MODELS).map((model) => {
  const header = /^\/\*([\s\S]*?)\*\//.exec(readFileSync(join(MODELS, model), 'utf8'))?.[1] ?? '';
  const { bronze } = parse(header) as { bronze: Omit<BatchFile, 'model'> };
  return { model, ...bronze };
});

/** The files that a pipeline lands with the run id `R` and the defaults of its other parameters. */
function landedBy(name: string): Landed[] {
  const pipeline = readFactoryFiles(ADF).pipelines.get(name);
  if (pipeline === undefined) throw new Error(`the pipeline ${name} does not exist`);
  const defaults = Object.entries(pipeline.parameters).map(([key, { defaultValue = 'R' }]) => [
    key,
    defaultValue,
  ]);
  const scope: Scope = { pipeline: { parameters: Object.fromEntries(defaults) as Json } };
  return pipeline.activities.flatMap((activity) => landedByActivity(activity, scope));
}

function landedByActivity({ type, typeProperties, outputs }: ActivityDefinition, scope: Scope): Landed[] {
  if (type === 'ForEach') {
    const items = resolveValue(typeProperties['items'] ?? [], scope) as readonly Json[];
    const inner = activityList.parse(typeProperties['activities']);
    return items.flatMap((item) =>
      inner.flatMap((activity) => landedByActivity(activity, { ...scope, item })),
    );
  }
  const { folder, file } = resolveValue(outputs[0]?.parameters ?? {}, scope) as {
    folder: string;
    file?: string;
  };
  const { sqlReaderQuery } = resolveValue(typeProperties['source'] ?? {}, scope) as {
    sqlReaderQuery?: string;
  };
  return [{ path: `${folder}/${file ?? ''}`, query: sqlReaderQuery }];
}

test('has models of batch sources', () => {
  expect(read.length).toBeGreaterThan(0);
});

test.each(read.map((batchFile) => [batchFile.model, batchFile] as const))(
  'lands the files that %s reads, with their columns',
  (_, { batch, file, columns }) => {
    const landed = landedBy(`ingest_${batch}`);
    const path = `batch/${batch}/run=R/${file}`;
    expect(landed.map((one) => one.path)).toContain(path);
    const query = landed.find((one) => one.path === path)?.query;
    if (query === undefined) return;
    const selected = /^SELECT (.*?) FROM /
      .exec(query)?.[1]
      ?.split(', ')
      .map((column) => column.replace(/^\w+\./, ''));
    expect(selected).toEqual(expect.arrayContaining(Object.keys(columns)));
  },
);
