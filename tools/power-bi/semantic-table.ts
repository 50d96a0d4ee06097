import { type Model, type ModelColumn } from '../../lakehouse/engines/duckdb/model/model';
import { isMoney, type PowerBiType, readDecimal, toPowerBiType } from './column-types';
import { type Declaration, type DeclaredMeasure, splitPath } from './declaration';
import { loadedColumns } from './select-models';

/** A column in Power BI. */
export interface SemanticColumn extends PowerBiType {
  readonly name: string;
  readonly description: string;
  readonly isTimestamp: boolean;
  readonly isHidden: boolean;
  /** Whether it is the day of the calendar, which time intelligence uses. */
  readonly isCalendarKey: boolean;
  readonly formatString: string | undefined;
  readonly summarizeBy: 'none' | 'sum';
  readonly sortBy: string | undefined;
  readonly category: string | undefined;
}

/** A table of Gold in Power BI. */
export interface SemanticTable {
  readonly name: string;
  readonly description: string;
  /** The folder of its rows in the container of Gold. */
  readonly folder: string;
  /** In Power Query, over one row: the filter of the rows. Undefined for all rows. */
  readonly where: string | undefined;
  readonly isCalendar: boolean;
  readonly columns: readonly SemanticColumn[];
  readonly measures: readonly DeclaredMeasure[];
}

/** @param declaration that tools/power-bi/check-declaration accepted */
export function toSemanticTable(model: Model, declaration: Declaration): SemanticTable {
  const { table, description } = model;
  const view = declaration.views[table];
  const calendar = splitPath(declaration.calendar);
  return {
    name: table,
    description,
    folder: view?.of ?? table,
    where: view?.where,
    isCalendar: calendar.table === table,
    columns: loadedColumns(model).map((column) => toSemanticColumn(model, column, declaration)),
    measures: declaration.measures[table] ?? [],
  };
}

function toSemanticColumn(model: Model, column: ModelColumn, declaration: Declaration): SemanticColumn {
  const { name, type, description } = column;
  const path = `${model.table}.${name}`;
  const { sortBy, category } = declaration.columns[path] ?? {};
  const isMany = isFrom(path, declaration);
  // Reports group by the identity in the dimension; a surrogate key means nothing to people.
  const surrogates = model.columns.filter(({ keyOf }) => keyOf === name);
  const isIdentityOfMany = surrogates.some((key) => isFrom(`${model.table}.${key.name}`, declaration));
  const isSurrogate =
    column.keyOf !== undefined && declaration.relationships.some(({ from }) => from === path);
  return {
    ...toPowerBiType(type),
    name,
    description,
    sortBy,
    category,
    isTimestamp: type === 'timestamp',
    isHidden:
      isMany || isIdentityOfMany || isSurrogate || (declaration.hidden[model.table] ?? []).includes(name),
    isCalendarKey: declaration.calendar === path,
    formatString: toFormat(model, column),
    summarizeBy: isAdditive(model, column, declaration) ? 'sum' : 'none',
  };
}

function isFrom(path: string, { relationships }: Declaration): boolean {
  return relationships.some(({ from, active }) => active && from === path);
}

/** Numbers in facts and marts can be summed, except amounts of money, which have several currencies. */
function isAdditive(
  { table, group, key }: Model,
  { name, type }: ModelColumn,
  declaration: Declaration,
): boolean {
  const counts = type === 'long' || (readDecimal(type) !== undefined && !isMoney(type));
  return (
    measuresSomething(group) &&
    counts &&
    !key.includes(name) &&
    !(declaration.notAdditive[table] ?? []).includes(name)
  );
}

function measuresSomething(group: string): boolean {
  return group === 'gold/facts' || group.startsWith('gold/marts/');
}

/**
 * Format strings of the VBA kind, in which `nn` are minutes
 * (https://learn.microsoft.com/power-bi/create-reports/desktop-custom-format-strings).
 */
function toFormat({ group }: Model, { name, type }: ModelColumn): string | undefined {
  switch (type) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'date':
      return 'yyyy-mm-dd';
    case 'timestamp':
      return 'yyyy-mm-dd hh:nn:ss';
    case 'integer':
    case 'long':
      // Years and days of the month are not quantities.
      return measuresSomething(group) ? '#,0' : '0';
    case 'double':
      if (name.endsWith('_rate')) return '0.0%';
      return name === 'latitude' || name === 'longitude' ? '0.0000' : '#,0.00';
    default:
      return '#,0.00';
  }
}
