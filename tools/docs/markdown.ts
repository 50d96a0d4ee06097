/** Text inside a cell of a table, or in a paragraph of a page that Vue compiles: no bars, no tags, no mustaches. */
export const escapeText = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');

/** Inline code in a cell. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** A table, or nothing without rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n') + '\n';
}
