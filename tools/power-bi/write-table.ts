import { type DeclaredMeasure } from './declaration';
import { type SemanticColumn, type SemanticTable } from './semantic-table';
import { describe, expression, indent, type Lines, property, quote, spaced, toText } from './tmdl-text';
import { uuidV5 } from './uuid-v5';
import { writeQuery } from './write-query';

const FORMATS: Readonly<Record<DeclaredMeasure['format'], string>> = {
  whole: '#,0',
  money: '#,0.00',
  share: '0.0%',
  number: '#,0.0',
};

/** definition/tables/<table>.tmdl: columns and measures of a table, and the query that loads it. */
export function writeTable(table: SemanticTable): string {
  const { name, description, isCalendar, columns, measures } = table;
  return toText([
    ...describe(description),
    `table ${quote(name)}`,
    ...indent([
      ...property('lineageTag', uuidV5(`table/${name}`)),
      ...property('dataCategory', isCalendar ? 'Time' : undefined),
      '',
      ...spaced([
        ...measures.map(writeMeasure),
        ...columns.map((column) => writeColumn(name, column)),
        writePartition(table),
      ]),
    ]),
  ]);
}

function writeMeasure({ name, description, format, dax }: DeclaredMeasure): Lines {
  return [
    ...describe(description),
    ...expression(`measure ${quote(name)}`, dax),
    ...indent([
      ...property('formatString', FORMATS[format]),
      ...property('lineageTag', uuidV5(`measure/${name}`)),
    ]),
  ];
}

function writeColumn(table: string, column: SemanticColumn): Lines {
  const { name, description, dataType, formatString, summarizeBy, sortBy, category } = column;
  return [
    ...describe(description),
    `column ${quote(name)}`,
    ...indent([
      ...property('dataType', dataType),
      ...property('isHidden', column.isHidden),
      ...property('isKey', column.isCalendarKey),
      ...property('formatString', formatString),
      ...property('lineageTag', uuidV5(`column/${table}/${name}`)),
      ...property('dataCategory', category),
      ...property('summarizeBy', summarizeBy),
      ...property('sourceColumn', name),
      ...property('sortByColumn', sortBy === undefined ? undefined : quote(sortBy)),
    ]),
  ];
}

function writePartition(table: SemanticTable): Lines {
  return [
    `partition ${quote(table.name)} = m`,
    ...indent([...property('mode', 'import'), 'source =', ...indent(writeQuery(table), 2)]),
  ];
}
