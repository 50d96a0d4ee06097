/** Formats a text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Formats a name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Formats a path as an SQL literal for DuckDB's readers. */
export function sqlPath(path: string): string {
  return sqlText(escapePattern(path));
}

/** Escapes a path for DuckDB's readers, which take `*`, `?` and `[` for a pattern. */
export function escapePattern(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
