import { type Json, type JsonObject } from '../../kit';
import { readList, readObject, readText } from '../fields';
import { invalid } from '../refusals';
import { COLUMN_TYPES, type ColumnType, toColumnType } from './column-type';

export interface ColumnDefinition {
  readonly name: string;
  readonly dataType: ColumnType;
}

export interface MeasureDefinition {
  readonly name: string;
  /** DAX expression; stored, never evaluated. */
  readonly expression: string;
}

export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly measures: readonly MeasureDefinition[];
}

/** https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations */
const MAX_COLUMNS = 75;
const MAX_TABLES = 75;

/** From the reference of Put Table: allowed characters of a name, at most 100. */
const TABLE_NAME = /^[\t\n\r #\-0-9@-Z^_a-z~-\uD7FF\uE000-\uFFFD]{1,100}$/;

/** Properties for the display of columns and measures; they are accepted without effect. */
const LOOK = ['formatString', 'isHidden', 'description', 'dataCategory', 'summarizeBy', 'sortByColumn'];

/** @throws Refusal 400, or 501 for a field that is not supported */
export function readTables(value: readonly Json[]): readonly TableDefinition[] {
  if (value.length === 0) throw invalid('a dataset must have at least one table');
  if (value.length > MAX_TABLES) throw invalid(`a dataset can have at most ${MAX_TABLES} tables`);
  const tables = value.map((table) => readTable(table));
  requireUnique(
    tables.map(({ name }) => name),
    'table',
  );
  requireUniqueMeasures(tables);
  return tables;
}

/** @throws Refusal 400, or 501 for a field that is not supported */
export function readTable(value: Json): TableDefinition {
  const object = readObject(value, 'a table', ['name', 'columns', 'measures', 'description', 'isHidden']);
  const name = readText(object, 'name', 'a table');
  if (!TABLE_NAME.test(name)) throw invalid(`"${name}" is not a valid name of a table`);
  const columns = readList(object, 'columns', name).map((column) => readColumn(column, name));
  const measures = readList(object, 'measures', name).map((measure) => readMeasure(measure, name));
  if (columns.length === 0) throw invalid(`the table ${name} has no columns`);
  if (columns.length > MAX_COLUMNS)
    throw invalid(`the table ${name} has ${columns.length} columns; at most ${MAX_COLUMNS} are allowed`);
  requireUnique(
    [...columns, ...measures].map((part) => part.name),
    `column or measure of ${name}`,
  );
  return { name, columns, measures };
}

/** Names of measures are unique in the whole model. @throws Refusal 400 */
export function requireUniqueMeasures(tables: readonly TableDefinition[]): void {
  requireUnique(
    tables.flatMap(({ measures }) => measures.map(({ name }) => name)),
    'measure',
  );
}

function readColumn(value: Json, table: string): ColumnDefinition {
  const object: JsonObject = readObject(value, `a column of ${table}`, ['name', 'dataType', ...LOOK]);
  const name = readText(object, 'name', `a column of ${table}`);
  const text = readText(object, 'dataType', `the column ${name}`);
  const dataType = toColumnType(text);
  if (dataType === undefined)
    throw invalid(`the column ${name} cannot be ${text}; choose from ${COLUMN_TYPES.join(', ')}`);
  return { name, dataType };
}

function readMeasure(value: Json, table: string): MeasureDefinition {
  const object = readObject(value, `a measure of ${table}`, ['name', 'expression', ...LOOK]);
  const name = readText(object, 'name', `a measure of ${table}`);
  return { name, expression: readText(object, 'expression', `the measure ${name}`) };
}

function requireUnique(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    // Names in a model must differ in more than their case.
    if (seen.has(name.toLowerCase())) throw invalid(`there are two of the ${what} "${name}"`);
    seen.add(name.toLowerCase());
  }
}
