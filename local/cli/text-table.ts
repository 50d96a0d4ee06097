import Table from 'cli-table3';

export interface TextTable {
  /** Heading above the rows, with a rule below it. Without it, only rows are drawn. */
  readonly heading?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Alignment of each column. @default left */
  readonly sides?: readonly Side[];
  /** Spaces between two columns. @default 2 */
  readonly gap?: number;
}

export type Side = 'left' | 'right';

/**
 * Returns the lines of a table without frames and colours. Each column is as wide as its widest cell; lines
 * have no trailing spaces.
 */
export function toTableText({ heading, rows, sides = [], gap = 2 }: TextTable): string[] {
  if (heading === undefined && rows.length === 0) return [];
  const between = ' '.repeat(gap);
  const table = new Table({
    ...(heading === undefined ? {} : { head: [...heading] }),
    colAligns: [...sides],
    chars: {
      ...NO_FRAME,
      middle: between,
      ...(heading === undefined ? {} : { mid: '─', 'mid-mid': between }),
    },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** All parts of a frame are empty, so no frame is drawn. */
const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};
