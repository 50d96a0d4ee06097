import { type Problem } from '../contracts/problem';
import { ARRIVAL_COLUMNS } from './arrival-columns';
import { type SilverTable } from './silver-table';
import { arrayColumns, arrayWays } from './write-array-model';
import { EVENT_DATE } from './write-event-model';
import { changesTable } from './write-changes-model';
import { rejectedTable } from './write-rejected-model';
import { HISTORY_COLUMNS } from './write-history-model';

/** Checks that names in Silver are unique: each table's, and each column's in its table. */
export function checkNames(tables: readonly SilverTable[]): readonly Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const table of tables) {
    const { contract, columns } = table;
    const file = contract.files.at(-1) ?? '';
    const added = contract.metadata.history ? HISTORY_COLUMNS : [{ name: EVENT_DATE }];
    const named: [string, readonly { readonly name: string }[]][] = [
      [contract.name, [...columns, ...added, ...ARRIVAL_COLUMNS]],
      ...(contract.metadata.history ? [ownOf(changesTable(contract.name))] : []),
      ownOf(rejectedTable(contract.name)),
      ...arrayWays(table).map((way): [string, readonly { readonly name: string }[]] => [
        way.last.table,
        arrayColumns(way),
      ]),
    ];
    for (const [name, all] of named) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        problems.push({
          file,
          pointer: '',
          message: `its table silver.${name} is also a table of ${owner}`,
          remedy: 'rename the array or the event',
        });
      }
      owners.set(name, file);
      const twice = all.filter(
        (column, index) => all.findIndex((other) => other.name === column.name) !== index,
      );
      for (const column of twice) {
        problems.push({
          file,
          pointer: '',
          message: `two columns of silver.${name} would be named ${column.name}`,
          remedy: 'rename one of the fields (docs/silver.md: names of columns)',
        });
      }
    }
  }
  return problems;
}

/** A table whose columns are all Silver's own, so that names cannot collide. */
function ownOf(table: string): [string, readonly { readonly name: string }[]] {
  return [table, []];
}
