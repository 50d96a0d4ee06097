import { toTableText } from '../../local/cli/text-table';

/**
 * Formats rows under a heading; the first column is text, the others are right-aligned figures.
 *
 * @returns lines without line ends
 */
export function toTable(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const sides = heading.map((_, column) => (column === 0 ? 'left' : 'right'));
  return toTableText({ heading, rows, sides, gap: 3 }).map((line) => `  ${line}`);
}

/** `12,345` */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** `63.1 MiB` */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
