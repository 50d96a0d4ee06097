import { createHash } from 'node:crypto';
import macros from '../../../macros.json';
import { type NestedType } from '../bronze/bronze-types';
import { type Model } from './model';
import { type ModelSet } from './load-models';
import { readsRejected } from './order-models';
import { blankOpaque, plainSql } from './sql-text';

/** Functions of lakehouse/macros.json, by name. */
export type Macros = Readonly<
  Record<string, { readonly parameters: readonly string[]; readonly sql: string }>
>;

const DIGITS = 16;

/**
 * A hash of everything that decides which rows a model writes. That is its SQL, the fields of its header that change
 * rows, and the functions and views that it uses. The parts of its contract or batch file that it reads count, too.
 *
 * Comments, the amount of white space, and descriptions do not count. Expectations count if they drop rows. The Spark
 * engine computes the same hash (sluice/model_hash.py); lakehouse/model.hashes.json proves it.
 */
export function modelHash(model: Model, set: ModelSet, functions: Macros = macros): string {
  const text = modelLines(model, set, functions).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}

/** The text behind the hash: one line for each part. */
function modelLines(model: Model, set: ModelSet, functions: Macros): string[] {
  const drops = model.expectations.filter(({ action }) => action === 'drop');
  const texts = [model.sql, model.affected ?? '', ...drops.map(({ check }) => check)];
  return [
    `materialise ${model.strategy}`,
    `key ${model.key.join(' ')}`,
    `firstBy ${model.firstBy.join(' ')}`,
    `partitionBy ${model.partitionBy ?? ''}`,
    `affected ${plainSql(model.affected ?? '')}`,
    ...sorted(Object.entries(model.restrict).map(([relation, column]) => `restrict ${relation} ${column}`)),
    `restrictDays ${model.restrictDays}`,
    ...model.columns.map(({ name, type }) => `column ${name} ${type}`),
    ...drops.map(({ check }) => `drop ${plainSql(check)}`),
    `select ${plainSql(model.sql)}`,
    ...functionLines(texts, functions),
    ...viewLines(model, set, functions),
    ...bronzeLines(model, set),
  ];
}

function functionLines(texts: readonly string[], functions: Macros): string[] {
  const text = texts.map(blankOpaque).join('\n');
  const used = Object.entries(functions).filter(([name]) => new RegExp(`\\b${name}\\s*\\(`, 'i').test(text));
  return sorted(used.map(([name, { parameters, sql }]) => `function ${name} ${parameters.join(' ')} ${sql}`));
}

/** A view stores no rows, so its SQL is part of the models that read it. */
function viewLines(model: Model, set: ModelSet, functions: Macros): string[] {
  const views = model.upstreams
    .map((name) => set.models.get(name))
    .filter((upstream) => upstream?.strategy === 'view');
  return sorted(
    views.map((view) => (view === undefined ? '' : `view ${view.name} ${modelHash(view, set, functions)}`)),
  );
}

function bronzeLines(model: Model, { bronzeTypes, batchChecks }: ModelSet): string[] {
  const { bronze } = model;
  if (bronze === undefined) return [];
  if (bronze.kind === 'batch') {
    const types = new Set(bronze.columns.map(({ type }) => type.replace(/\(.*/, '')));
    return [
      `file ${bronze.batch} ${bronze.file} ${bronze.format}`,
      ...bronze.columns.map(({ name, type }) => `field ${name} ${type}`),
      ...Object.entries(batchChecks)
        .filter(([type]) => types.has(type))
        .flatMap(([type, checks]) => checks.map(({ reason, when }) => `check ${type} ${reason} ${when}`)),
    ];
  }
  const type = bronzeTypes[bronze.relation];
  // A table of rejected events tries them again by itself when the checks change.
  if (type === undefined || readsRejected(model)) return [`contract ${bronze.contract}`];
  const fields = dataFields(type.event);
  const named = namedFields(model.sql, Object.keys(fields));
  const isRead = (field: string): boolean => {
    const [, data, name = ''] = field.split('/');
    return data !== 'data' || named.includes(name);
  };
  return [
    `contract ${bronze.contract}`,
    ...named.map((name) => `field ${name} ${toText(fields[name] ?? 'string')}`),
    ...type.checks
      .filter(({ field }) => isRead(field))
      .map(({ field, reason, when }) => `check ${field} ${reason} ${when}`),
  ];
}

function dataFields(event: NestedType): Readonly<Record<string, NestedType>> {
  if (typeof event === 'string' || 'array' in event) return {};
  const { data } = event.struct;
  return data === undefined || typeof data === 'string' || 'array' in data ? {} : data.struct;
}

/** The fields of the record that a SELECT names, as `event.data.<field>`; all if it reads the record otherwise. */
function namedFields(sql: string, fields: readonly string[]): readonly string[] {
  const names = new Set(
    Array.from(blankOpaque(sql).matchAll(/\bevent\.data\.(\w+)/g), ([, name = '']) => name),
  );
  const found = fields.filter((name) => names.has(name));
  return found.length === 0 ? fields : found;
}

function toText(type: NestedType): string {
  if (typeof type === 'string') return type;
  if ('array' in type) return `[${toText(type.array)}]`;
  return `{${Object.entries(type.struct)
    .map(([name, field]) => `${name}:${toText(field)}`)
    .join(',')}}`;
}

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => (a < b ? -1 : Number(a > b)));
}
