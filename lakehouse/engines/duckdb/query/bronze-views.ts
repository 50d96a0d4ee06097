import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedSql, linesSql, toDuckDbType } from '../bronze/contract-relation';
import { sqlSlots } from '../bronze/slot-path';
import { type BronzeType, type BronzeTypes, type NestedType } from '../bronze/bronze-types';
import { sqlName, sqlText } from '../delta/sql-text';
import { duckDbType } from '../delta/scan-sql';

/** Name of the view of quarantined records. */
const QUARANTINE = 'bronze.quarantine';
const SLOT = /^\d+\.ndjson\.gz$/;

/** A view over the slots of Bronze. Nothing is read until it is queried. */
export interface BronzeView {
  readonly name: string;
  readonly description: string;
  /** Sources whose slots it reads. */
  readonly sources: readonly string[];
  /** The SQL needs the macros of a `Session`. @param files slots of its sources, as paths on this machine */
  readonly toSql: (files: readonly string[]) => string;
}

/**
 * The views of Bronze: one for each contract, named as in models, such as `bronze.iot_telemetry`, and
 * `bronze.quarantine`.
 */
export function toBronzeViews(types: BronzeTypes): ReadonlyMap<string, BronzeView> {
  const contracts = Object.entries(types).map(([relation, type]) => toContractView(relation, type));
  const sources = [...new Set(Object.values(types).map(({ source }) => source))];
  const quarantine: BronzeView = {
    name: QUARANTINE,
    description: 'Events that were not accepted, with the first reason and all reasons',
    sources,
    toSql: quarantineSql,
  };
  return new Map([...contracts, quarantine].map((view) => [view.name, view]));
}

/** The paths of all slots of these sources. It lists folders, and opens no file. */
export function findSlots(lakeDirectory: string, sources: readonly string[]): string[] {
  return sources.flatMap((source) => {
    const root = join(lakeDirectory, 'bronze', source);
    if (!existsSync(root)) return [];
    return foldersOf(root).flatMap(slotsOf);
  });
}

function slotsOf(generation: string): string[] {
  const folders = foldersOf(generation).flatMap((partition) => foldersOf(partition));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => SLOT.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

function foldersOf(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name));
}

function toContractView(relation: string, type: BronzeType): BronzeView {
  const { contract, source, versions } = type;
  const version =
    versions.length === 1 ? `version ${String(versions[0])}` : `versions ${versions.join(', ')}`;
  return {
    name: `bronze.${relation}`,
    description: `Accepted events of ${contract}, ${version}, one row for each landing`,
    sources: [source],
    toSql: (files) => contractSql(type, files),
  };
}

/** The first columns of each view of a contract. The fields of the record follow. */
const EVENT_COLUMNS: readonly (readonly [name: string, sql: string])[] = [
  ['event_id', 'event.id'],
  ['event_time', 'event.time'],
  ['contract_version', 'meta.version'],
  ['partition', 'meta.partition'],
  ['sequence_number', 'meta.sequenceNumber'],
  ['enqueued_time', 'meta.enqueuedTime'],
  ['landed_at', 'meta.landedAt'],
];

/**
 * The accepted events of a contract: identity, position and times, then the fields of the record. A field whose name is
 * taken gets the prefix `data_`. A value that does not fit its type is NULL. `problem` says why Silver rejects an event.
 */
function contractSql(type: BronzeType, files: readonly string[]): string {
  const { id = 'string', time = 'timestamp', data = 'string' } = fieldsOf(type.event) ?? {};
  const typed: Readonly<Record<string, NestedType>> = { event_id: id, event_time: time };
  const taken = new Set([...EVENT_COLUMNS.map(([name]) => name), 'problem']);
  const record = fieldsOf(data);
  const prefix = record === undefined ? 'event' : 'event.data';
  const columns = [
    ...EVENT_COLUMNS.map(([name, sql]) => {
      const of = typed[name];
      return `${of === undefined ? sql : tryCast(sql, of)} AS ${sqlName(name)}`;
    }),
    ...Object.entries(record ?? { data }).map(([field, of]) => {
      const name = taken.has(field.toLowerCase()) ? `data_${field}` : field;
      return `${tryCast(`${prefix}.${sqlName(field)}`, of)} AS ${sqlName(name)}`;
    }),
    'problem',
  ];
  return `SELECT ${columns.join(', ')} FROM (${linesSql(type, `(${acceptedSql(files)})`)})`;
}

/** The fields of a struct; `undefined` for another type. */
function fieldsOf(type: NestedType): Readonly<Record<string, NestedType>> | undefined {
  return typeof type === 'object' && 'struct' in type ? type.struct : undefined;
}

/** Casts a value of a line to the type of its column. A value that does not fit is NULL. */
function tryCast(sql: string, type: NestedType): string {
  return `TRY_CAST(${sql} AS ${toDuckDbType(type, duckDbType)})`;
}

const QUARANTINE_COLUMNS: readonly (readonly [name: string, type: string, sql: string])[] = [
  // The id that `npm run quarantine -- show <id>` expects.
  ['record_id', 'VARCHAR', "source || '.' || generation || '.' || partition_number || '.' || sequence"],
  ['source', 'VARCHAR', 'source'],
  ['contract', 'VARCHAR', "meta->>'$.contract'"],
  ['code', 'VARCHAR', "meta->>'$.rejections[0].code'"],
  ['path', 'VARCHAR', "meta->>'$.rejections[0].path'"],
  ['message', 'VARCHAR', "meta->>'$.rejections[0].message'"],
  ['rejections', 'JSON', "meta->'$.rejections'"],
  ['partition', 'INTEGER', 'partition_number'],
  ['sequence_number', 'BIGINT', 'sequence'],
  ['enqueued_time', 'TIMESTAMP WITH TIME ZONE', "meta->>'$.enqueuedTime'"],
  ['landed_at', 'TIMESTAMP WITH TIME ZONE', "meta->>'$.landedAt'"],
  ['content_type', 'VARCHAR', "meta->>'$.contentType'"],
  // The original bytes in base64, because they may not be UTF-8.
  ['body', 'VARCHAR', 'body'],
];

function quarantineSql(files: readonly string[]): string {
  if (files.length === 0)
    return `SELECT ${QUARANTINE_COLUMNS.map(([name, type]) => `CAST(NULL AS ${type}) AS ${sqlName(name)}`).join(', ')} WHERE false`;
  const columns = QUARANTINE_COLUMNS.map(
    ([name, type, sql]) => `CAST(${sql} AS ${type}) AS ${sqlName(name)}`,
  );
  const parts =
    "regexp_extract(filename, '([^/\\\\]+)[/\\\\]([^/\\\\]+)[/\\\\]p=\\d+[/\\\\][^/\\\\]+[/\\\\][^/\\\\]+$', ['source', 'generation'])";
  return (
    `SELECT ${columns.join(', ')} FROM (SELECT meta, body, parts.source, parts.generation, ` +
    `CAST(meta->>'$.partition' AS INTEGER) AS partition_number, CAST(meta->>'$.sequenceNumber' AS BIGINT) AS sequence FROM (` +
    `SELECT meta, body, ${parts} AS parts FROM read_json(${sqlSlots(files)}, format = 'newline_delimited', ` +
    `compression = 'gzip', filename = true, columns = {meta: 'JSON', body: 'VARCHAR'}) ` +
    `WHERE meta->>'$.verdict' = ${sqlText('quarantined')}))`
  );
}
