/** Escapes bars, tags and `{{`, so that Vue compiles a cell or paragraph as plain text. */
export const escapeText = (text: string): string =>
  text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');

/** Formats inline code for a cell. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** @returns a Markdown table, or an empty text without rows */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n') + '\n';
}
