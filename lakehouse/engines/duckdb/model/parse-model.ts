import { posix } from 'node:path';
import { LakehouseError } from '../lakehouse-error';
import { type ColumnType } from '../delta/types';
import { type BronzeSource, type Layer, type Model } from './model';
import { checkModel } from './check-model';
import { type ModelHeader } from './generated/model-header';
import { readHeader } from './read-header';
import { findRelations } from './sql-text';

/** The header inside the first comment of the file, and the SELECT after it. */
const FILE = /^\s*\/\*([\s\S]*?)\*\/([\s\S]*)$/;
const PLACE = /^(silver|gold)\/(?:[a-z0-9-]+\/)+([a-z][a-z0-9_]*)\.sql$/;

/** An error in a model file, with the file and the field if there is one. */
export function modelError(file: string, message: string, cause?: unknown): LakehouseError {
  return new LakehouseError('model_invalid', `${file}: ${message}`, cause);
}

/**
 * Reads a model file: a block comment with YAML, then one SELECT.
 *
 * @param file path below the models' directory with `/`, such as `silver/iot/iot_telemetry.sql`
 * @throws LakehouseError `model_invalid`, naming file and field
 */
export function parseModel(file: string, text: string): Model {
  const [, layer, table] = PLACE.exec(file) ?? [];
  if (layer === undefined || table === undefined)
    throw modelError(file, 'a model must be in silver/<group>/ or gold/<group>/ and be named <table>.sql');
  const [, comment, body] = FILE.exec(text) ?? [];
  if (comment === undefined || body === undefined)
    throw modelError(file, 'a model must begin with a block comment that describes it in YAML');
  const header = parseHeader(file, comment);
  const sql = body.trim();
  const relations = findRelations(`${sql}\n${header.affected ?? ''}`);
  const bronze = toBronze(file, header.bronze);
  const columns = Object.entries(header.columns).map(([name, { type, description, personal, keyOf }]) => ({
    name,
    type: toColumnType(file, `columns.${name}.type`, type),
    description,
    personal,
    keyOf,
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
    partitionBy: header.partitionBy,
    eventTime,
    affected: header.affected,
    restrict: header.restrict ?? {},
    restrictDays: header.restrictDays ?? 0,
    stable: header.stable ?? {},
    bronze,
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
  const result = readHeader(comment);
  if (result.outcome === 'read') return result.header;
  throw modelError(file, result.problems.join('; '), result.cause);
}

/**
 * The schema checks the spelling of a type, but not that a decimal has at most as many decimals as digits.
 */
function toColumnType(file: string, field: string, type: string): ColumnType {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (Number(scale ?? 0) > Number(precision ?? 0))
    throw modelError(file, `${field}: '${type}' has more decimals than digits`);
  return type as ColumnType;
}

function toBronze(file: string, source: ModelHeader['bronze']): BronzeSource | undefined {
  if (source === undefined) return undefined;
  if ('contract' in source)
    return { kind: 'contract', relation: toRelation(source.contract), contract: source.contract };
  const columns = Object.entries(source.columns).map(([name, type]) => ({
    name,
    type: toColumnType(file, `bronze.columns.${name}`, type),
  }));
  return {
    kind: 'batch',
    relation: toRelation(posix.basename(source.file, posix.extname(source.file))),
    batch: source.batch,
    file: source.file,
    format: source.format,
    columns,
  };
}

const toRelation = (name: string): string => name.toLowerCase().replaceAll(/\W/g, '_');
