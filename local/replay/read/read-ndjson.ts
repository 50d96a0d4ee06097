import { type Input, type InputRow } from './input';
import { type TextFile } from './text-file';

/**
 * Splits NDJSON into its lines, which end with CRLF, LF or CR, and skips blank lines. It does not check the
 * JSON of a line.
 */
export function readNdjson({ pieces, fractionRead }: Omit<TextFile, 'lineAt'>): Input {
  return { format: 'ndjson', rows: toRows(pieces), fractionRead };
}

async function* toRows(pieces: AsyncIterable<string>): AsyncGenerator<readonly InputRow[]> {
  let row = 0;
  let rest = '';
  const take = (lines: readonly string[]): InputRow[] =>
    lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((text) => ({ row: ++row, text }));
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    yield take(lines);
  }
  yield take([rest]);
}
