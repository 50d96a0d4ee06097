/**
 * Lays out rows under a heading; the first column is text, the others are right-aligned figures.
 *
 * @returns lines without line ends
 */
export function toTable(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const toLine = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ')}`;
  return [toLine(heading), `  ${widths.map((width) => '─'.repeat(width)).join('   ')}`, ...rows.map(toLine)];
}

/** `12,345` */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** `63.1 MiB` */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
