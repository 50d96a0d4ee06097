import { type SemanticTable } from './semantic-table';
import { type Lines } from './tmdl-text';

interface Step {
  readonly name: string;
  readonly lines: Lines;
}

/**
 * The Power Query expression that reads a table's rows from the lake and sets the types of its columns. All names are
 * words, so none needs quotation marks.
 */
export function writeQuery({ folder, where, columns }: SemanticTable): Lines {
  const timestamps = columns.filter(({ isTimestamp }) => isTimestamp);
  const steps: Step[] = [];
  const add = (name: string, toLines: (input: string) => Lines): void => {
    steps.push({ name, lines: toLines(steps.at(-1)?.name ?? '') });
  };
  add('Rows', () => [`DeltaLake.Table(Gold{[Name = "${folder}"]}[Content])`]);
  if (where !== undefined) add('Kept', (input) => [`Table.SelectRows(${input}, each ${where})`]);
  const names = columns.map(({ name }) => `"${name}"`);
  add('Chosen', (input) => list(`Table.SelectColumns(${input}, {`, names, '})'));
  if (timestamps.length > 0) {
    const inUtc = timestamps.map(({ name }) => `{"${name}", ToUtc}`);
    add('InUtc', (input) => list(`Table.TransformColumns(${input}, {`, inUtc, '})'));
  }
  const types = columns.map(({ name, queryType }) => `{"${name}", ${queryType}}`);
  add('Typed', (input) => list(`Table.TransformColumnTypes(${input}, {`, types, '}, "en-US")'));
  return ['let', ...steps.flatMap((step) => writeStep(step, step !== steps.at(-1))), 'in', '    Typed'];
}

function writeStep({ name, lines: [first = '', ...rest] }: Step, isFollowed: boolean): Lines {
  const lines = [`${name} = ${first}`, ...rest].map((line) => `    ${line}`);
  return isFollowed ? [...lines.slice(0, -1), `${lines.at(-1) ?? ''},`] : lines;
}

function list(head: string, items: readonly string[], tail: string): Lines {
  return [head, ...items.map((item, index) => `    ${item}${index === items.length - 1 ? '' : ','}`), tail];
}
