import { posix } from 'node:path';
import { parseDocument } from 'yaml';
import { type z } from 'zod';
import { LakehouseError } from '../lakehouse-error';
import { type BronzeSource, type Layer, type Model } from './model';
import { checkModel } from './check-model';
import { modelHeader, type ModelHeader } from './model-header';
import { findRelations } from './sql-text';

/** What stands between the file's first comment signs, and the SELECT after them. */
const FILE = /^\s*\/\*([\s\S]*?)\*\/([\s\S]*)$/;
const PLACE = /^(silver|gold)\/(?:[a-z0-9-]+\/)+([a-z][a-z0-9_]*)\.sql$/;

/** A refusal of a model file: names the file, and the field where there is one. */
export function modelError(file: string, message: string, cause?: unknown): LakehouseError {
  return new LakehouseError('model_invalid', `${file}: ${message}`, cause);
}

/**
 * Reads a model file: a block comment that holds YAML, then one SELECT.
 *
 * @param file path below the models' directory with `/`, such as `silver/iot/iot_telemetry.sql`
 * @throws LakehouseError `model_invalid`, naming file and field
 */
export function parseModel(file: string, text: string): Model {
  const [, layer, table] = PLACE.exec(file) ?? [];
  if (layer === undefined || table === undefined)
    throw modelError(file, 'a model stands in silver/<group>/ or gold/<group>/ and is called <table>.sql');
  const [, comment, body] = FILE.exec(text) ?? [];
  if (comment === undefined || body === undefined)
    throw modelError(file, 'a model begins with a block comment that describes it in YAML');
  const header = parseHeader(file, comment);
  const sql = body.trim();
  const relations = findRelations(`${sql}\n${header.affected ?? ''}`);
  const bronze = toBronze(header.bronze);
  const columns = Object.entries(header.columns).map(([name, { type, description, personal, keyOf }]) => ({
    name,
    type,
    description,
    ...(personal !== undefined && { personal }),
    ...(keyOf !== undefined && { keyOf }),
  }));
  const eventTime = columns.find(({ name, type }) => name === 'event_time' && type === 'timestamp')?.name;
  const model: Model = {
    name: `${layer}.${table}`,
    layer: layer as Layer,
    table,
    group: file.slice(0, file.lastIndexOf('/')),
    file,
    description: header.description,
    strategy: header.materialise,
    key: header.key ?? [],
    firstBy: header.firstBy ?? [],
    ...(header.partitionBy !== undefined && { partitionBy: header.partitionBy }),
    ...(eventTime !== undefined && { eventTime }),
    ...(header.affected !== undefined && { affected: header.affected }),
    restrict: header.restrict ?? {},
    restrictDays: header.restrictDays ?? 0,
    stable: header.stable ?? {},
    ...(bronze !== undefined && { bronze }),
    columns,
    expectations: header.expectations ?? [],
    sql,
    relations,
    upstreams: [
      ...new Set(
        relations.flatMap(({ schema, name }) =>
          schema === 'silver' || schema === 'gold' || schema === 'changed' ? [name] : [],
        ),
      ),
    ],
  };
  checkModel(model);
  return model;
}

function parseHeader(file: string, comment: string): ModelHeader {
  const document = parseDocument(comment);
  const [problem] = document.errors;
  if (problem !== undefined)
    throw modelError(file, `the YAML is not well-formed: ${problem.message}`, problem);
  const result = modelHeader.safeParse(document.toJS());
  if (result.success) return result.data;
  throw modelError(file, result.error.issues.map(toMessage).join('; '));
}

function toMessage(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

function toBronze(source: ModelHeader['bronze']): BronzeSource | undefined {
  if (source === undefined) return undefined;
  if ('contract' in source)
    return { kind: 'contract', relation: toRelation(source.contract), contract: source.contract };
  const { columns, ...rest } = source;
  return {
    kind: 'batch',
    relation: toRelation(posix.basename(source.file, posix.extname(source.file))),
    ...rest,
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  };
}

const toRelation = (name: string): string => name.toLowerCase().replaceAll(/\W/g, '_');
