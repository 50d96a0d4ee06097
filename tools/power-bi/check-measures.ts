import { type Problem } from '../contracts/problem';
import { type Declaration, problem } from './declaration';
import { type SemanticTable } from './semantic-table';

/** A text in quotation marks, which may contain anything; `table[column]`, or `[measure]`. */
const REFERENCE = /"(?:[^"]|"")*"|(\w+)?\[([^\]]+)\]/g;

/**
 * Checks that every `table[column]` and `[measure]` in a measure's DAX exists, and that measures have different
 * names.
 */
export function checkMeasures(
  { measures }: Declaration,
  tables: readonly SemanticTable[],
): readonly Problem[] {
  const all = Object.entries(measures).flatMap(([table, members]) =>
    members.map((measure, index) => ({ ...measure, table, pointer: `/measures/${table}/${index}` })),
  );
  const names = new Set(all.map(({ name }) => name));
  // Power BI compares names without case, and a measure must not have the name of a column of its table.
  const owners = new Map<string, string>(
    tables.flatMap((table) =>
      table.columns.map(({ name }) => [`${table.name}.${name}`, 'a column'] as const),
    ),
  );
  const problems: Problem[] = [];
  for (const { name, table, dax, pointer } of all) {
    for (const key of [name.toLowerCase(), `${table}.${name.toLowerCase()}`]) {
      if (owners.has(key))
        problems.push(problem(pointer, `${owners.get(key)} has the same name as ${name}`, 'rename it'));
    }
    owners.set(name.toLowerCase(), 'a measure');
    for (const [text, owner, part = ''] of dax.matchAll(REFERENCE)) {
      if (text.startsWith('"')) continue;
      const isThere =
        owner === undefined
          ? names.has(part)
          : tables.some((one) => one.name === owner && one.columns.some((column) => column.name === part));
      if (!isThere) problems.push(problem(`${pointer}/dax`, `there is no ${text}`, 'correct the name'));
    }
  }
  return problems;
}
