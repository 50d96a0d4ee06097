import { LakehouseError } from '../lakehouse-error';
import { bindingMetadata } from './schema-string';
import { type TableState } from './table-state';
import { type Column, type Commit } from './types';

/** The newest writer version that this writer supports. */
const WRITER_VERSION = 2;

/** Characters that Delta's own writers refuse in column names without column mapping. */
const FORBIDDEN = /[ ,;{}()\n\t=]/;

/**
 * Refuses a commit that would make the table unreadable or wrong.
 *
 * @param state the table before the commit; undefined for a new one
 * @throws LakehouseError `unsupported` for a change that this writer does not make; `option_invalid` for an
 * invalid commit
 */
export function checkCommit(state: TableState | undefined, commit: Commit): void {
  checkColumns(commit);
  checkNewFiles(commit);
  const gone = commit.remove.find((path) => !state?.live.has(path));
  if (gone !== undefined) throw invalid(`${gone} cannot be removed: it is not a file of the table`);
  if (new Set(commit.remove).size !== commit.remove.length) throw invalid('the commit removes a file twice');
  if (state === undefined) return;
  checkWritable(state);
  if (commit.overwrite === true) checkOverwrite(state, commit);
  else checkEvolution(state, commit);
  if (commit.remove.length > 0 && commit.dataChange !== false && appendOnly(state))
    throw new LakehouseError(
      'unsupported',
      'the table is append-only (delta.appendOnly), so no row may be removed',
    );
}

/**
 * @throws LakehouseError `unsupported` for a table that requires more of a writer (PROTOCOL.md "Writer
 * Version Requirements")
 */
export function checkWritable(state: TableState): void {
  const { minWriterVersion } = state.protocol;
  if (minWriterVersion > WRITER_VERSION)
    throw new LakehouseError('unsupported', `the table requires writer version ${minWriterVersion}`);
  const binding = bindingMetadata(state.metaData.schemaString);
  if (binding !== undefined)
    throw new LakehouseError(
      'unsupported',
      `the table has a rule that this writer does not check: ${binding}`,
    );
}

/** Whether the commit has to describe the columns: for a new table, or if the description differs. */
export function changesColumns(state: TableState, { columns, partitionColumns }: Commit): boolean {
  const known = state.snapshot.columns;
  return (
    known.length !== columns.length ||
    columns.some((column, at) => {
      const before = known[at];
      return (
        before?.name !== column.name ||
        before.description !== column.description ||
        shape(before) !== shape(column)
      );
    }) ||
    state.snapshot.partitionColumns.join('\n') !== partitionColumns.join('\n')
  );
}

/** Whether the commit sets a property of the table to another value. */
export function changesProperties(state: TableState, { properties = {} }: Commit): boolean {
  return Object.entries(properties).some(([name, value]) => state.snapshot.properties[name] !== value);
}

function checkColumns({ columns, partitionColumns }: Commit): void {
  const names = new Set<string>();
  for (const { name } of columns) {
    if (name === '' || FORBIDDEN.test(name))
      throw invalid(`the column name "${name}" has a character that Delta does not allow`);
    // PROTOCOL.md "Schema Serialization Format": unique regardless of case.
    if (names.has(name.toLowerCase())) throw invalid(`column ${name} occurs twice`);
    names.add(name.toLowerCase());
  }
  const unknown = partitionColumns.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) throw invalid(`the partition column ${unknown} is not a column of the table`);
  if (columns.length === partitionColumns.length)
    throw invalid('a table needs at least one column that is not a partition column');
}

function checkNewFiles({ columns, partitionColumns, add }: Commit): void {
  for (const { localPath, partition, stats } of add) {
    for (const name of partitionColumns)
      if (partition[name] === undefined)
        throw invalid(`${localPath} has no value of the partition column ${name}`);
    for (const { name, nullable } of columns) {
      if (nullable) continue;
      const nulls = partitionColumns.includes(name)
        ? Number(partition[name] === null)
        : stats.nullCount[name];
      if (nulls !== 0)
        throw invalid(
          `column ${name} is not nullable, and ${localPath} has ${nulls ?? 'an unknown number of'} nulls`,
        );
    }
  }
}

/** An old file would not fit the new columns. */
function checkOverwrite({ live }: TableState, { remove }: Commit): void {
  const removed = new Set(remove);
  const left = [...live.keys()].find((path) => !removed.has(path));
  if (left !== undefined) throw invalid(`an overwrite removes every file of the table, and ${left} is left`);
}

/** Old files lack new columns; those read as null. Any other change would make old rows wrong. */
function checkEvolution(
  { snapshot, metaData }: TableState,
  { columns, partitionColumns, remedy }: Commit,
): void {
  const evolution = (message: string): LakehouseError =>
    new LakehouseError(
      'unsupported',
      `a table's schema accepts only new nullable columns: ${message}${remedy === undefined ? '' : `; ${remedy}`}`,
    );
  if (metaData.partitionColumns.join('\n') !== partitionColumns.join('\n'))
    throw evolution(`its partition columns are [${metaData.partitionColumns.join(', ')}]`);
  const kept = columns.filter(({ name }) => snapshot.columns.some((known) => known.name === name));
  snapshot.columns.forEach((known, at) => {
    const column = kept[at];
    if (!columns.some(({ name }) => name === known.name)) throw evolution(`column ${known.name} is missing`);
    if (column?.name !== known.name) throw evolution(`column ${known.name} has moved`);
    const was = shape(known);
    if (shape(column) !== was) throw evolution(`column ${known.name} is ${was}, not ${shape(column)}`);
  });
  const added = columns.find((column) => !kept.includes(column) && !column.nullable);
  if (added !== undefined) throw evolution(`the new column ${added.name} is not nullable`);
}

function shape({ type, nullable }: Column): string {
  return nullable ? type : `${type} not null`;
}

function appendOnly({ metaData }: TableState): boolean {
  return metaData.configuration?.['delta.appendOnly'] === 'true';
}

function invalid(message: string): LakehouseError {
  return new LakehouseError('option_invalid', message);
}
