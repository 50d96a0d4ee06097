import { type RefreshStore } from './ports';

/** Names that a message lists at most. */
const MAX_NAMES = 5;

/**
 * Returns one sentence if a table to rebuild does not exist; undefined if all exist. Every table has a watermark since
 * its first refresh.
 */
export async function findUnknownTables(
  rebuild: readonly string[],
  store: Pick<RefreshStore, 'listWatermarks'>,
): Promise<string | undefined> {
  if (rebuild.length === 0) return undefined;
  const tables = (await store.listWatermarks()).map(({ table }) => table);
  const unknown = rebuild.filter((name) => !tables.includes(name));
  if (unknown.length === 0) return undefined;
  if (tables.length === 0)
    return `There is no table ${unknown.join(', ')} yet: the first refresh makes all tables, so leave 'rebuild' out.`;
  const near = [...new Set(unknown.flatMap((name) => similar(name, tables)))].slice(0, MAX_NAMES);
  const known = near.length > 0 ? near.join(', ') : `${tables.slice(0, MAX_NAMES).join(', ')} and others`;
  return `The query parameter 'rebuild' names ${unknown.join(', ')}, which no refresh has made; tables are ${known}.`;
}

/** Tables with the same name in another layer, or with the same beginning. */
function similar(name: string, tables: readonly string[]): string[] {
  const [, table = name] = name.split('.');
  const start = table.slice(0, Math.max(3, Math.floor(table.length / 2)));
  return tables.filter((one) => one.slice(one.indexOf('.') + 1).startsWith(start)).sort();
}
