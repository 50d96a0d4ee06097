import { isSluiceError } from '../../platform/errors';
import { type GoldTable } from './api';
import { type TableColumn, type TableReader, type TableSnapshot } from './table-reader';

/** Tables that are read concurrently. */
const PARALLEL = 6;

/**
 * Lists all tables of Gold, sorted. A table that this reader cannot read is listed with its problem.
 *
 * @throws SluiceError `lake_unavailable`
 */
export async function listGold(tables: TableReader): Promise<readonly GoldTable[]> {
  const names = await tables.listTables();
  const listed: GoldTable[] = [];
  for (let index = 0; index < names.length; index += PARALLEL) {
    const described = names.slice(index, index + PARALLEL).map((name) => describe(tables, name));
    for (const table of await Promise.all(described)) if (table !== undefined) listed.push(table);
  }
  return listed;
}

/** Columns without those of the pipeline's own bookkeeping, as `_refresh`. */
export function shownColumns({ columns }: Pick<TableSnapshot, 'columns'>): readonly TableColumn[] {
  return columns.filter(({ name }) => !name.startsWith('_'));
}

export function toGoldColumns(columns: readonly TableColumn[]): GoldTable['columns'] {
  return columns.map(({ name, type, description }) => ({ name, type, description: description ?? null }));
}

async function describe(tables: TableReader, table: string): Promise<GoldTable | undefined> {
  try {
    return await tables.read(table, (snapshot) => Promise.resolve(snapshot && toGoldTable(snapshot)));
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'gold_unreadable') throw error;
    return { table, refresh: null, columns: [], partitionedBy: [], problem: error.message };
  }
}

function toGoldTable(snapshot: TableSnapshot): GoldTable {
  const { table, rowCount, refresh, modelChangedAt, partitionedBy } = snapshot;
  return {
    table,
    ...(rowCount !== undefined && { rows: rowCount }),
    refresh: refresh ?? null,
    ...(modelChangedAt !== undefined && { modelChangedAt }),
    columns: toGoldColumns(shownColumns(snapshot)),
    partitionedBy,
  };
}
