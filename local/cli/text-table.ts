import Table from 'cli-table3';

export interface TextTable {
  /** Above the rows, over a rule. Left out, there are rows alone. */
  readonly heading?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A side for each column; texts go to the left. @default left */
  readonly sides?: readonly Side[];
  /** Blanks between two columns. @default 2 */
  readonly gap?: number;
}

export type Side = 'left' | 'right';

/** Lines of a table without frames and colours, each column as wide as its widest cell, no blanks at line ends. */
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

/** Every line of a frame is empty, so it is not drawn. */
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
