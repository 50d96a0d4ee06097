import { type SilverColumn } from './silver-column';

/** `<expression> AS <name>`, one a line; a column that keeps its name stands alone. */
export function selectList(
  columns: readonly Pick<SilverColumn, 'name' | 'expression'>[],
  indent = '  ',
): string {
  return columns
    .map(({ name, expression }) => `${indent}${expression === name ? name : `${expression} AS ${name}`}`)
    .join(',\n');
}
