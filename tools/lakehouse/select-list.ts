import { type SilverColumn } from './silver-column';

/** `<expression> AS <name>`, one per line; a column that keeps its name is written alone. */
export function selectList(
  columns: readonly Pick<SilverColumn, 'name' | 'expression'>[],
  indent = '  ',
): string {
  return columns
    .map(({ name, expression }) => `${indent}${expression === name ? name : `${expression} AS ${name}`}`)
    .join(',\n');
}

/** The longest line of generated SQL. */
const MAX_WIDTH = 120;

/** Names only, as many per line as fit: a second SELECT of a UNION returns the columns that the first one names. */
export function inLines(names: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const [index, name] of names.entries()) {
    const piece = index === names.length - 1 ? name : `${name},`;
    if (line !== indent && line.length + piece.length + 1 > MAX_WIDTH) {
      lines.push(line);
      line = indent;
    }
    line = line === indent ? `${indent}${piece}` : `${line} ${piece}`;
  }
  return [...lines, line].join('\n');
}
