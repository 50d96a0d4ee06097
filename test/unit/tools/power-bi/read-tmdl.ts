/** One object of a TMDL text, such as a table, with its children. */
export interface TmdlObject {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly description: string;
  /** The text after `=`, without the file's indentation. */
  readonly expression: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
  readonly children: readonly TmdlObject[];
}

interface Grammar {
  readonly properties: Readonly<Record<string, RegExp>>;
  readonly children: readonly string[];
  readonly expression: 'needed' | 'none';
}

const TAG = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NAME = String.raw`(?:\w+|'(?:[^']|'')+')`;
const COLUMN = new RegExp(`^${NAME}\\.${NAME}$`);
const FLAG = /^true$/;

/**
 * The documented properties of each object that we use
 * (https://learn.microsoft.com/analysis-services/tmdl/tmdl-overview and the Tabular Object Model, whose properties
 * TMDL has). All others are refused.
 */
const GRAMMAR: Readonly<Record<string, Grammar>> = {
  database: { properties: { compatibilityLevel: /^1[2-9]\d\d$/ }, children: [], expression: 'none' },
  model: {
    properties: {
      culture: /^[a-z]{2}-[A-Z]{2}$/,
      defaultPowerBIDataSourceVersion: /^powerBI_V3$/,
      sourceQueryCulture: /^[a-z]{2}-[A-Z]{2}$/,
    },
    children: ['dataAccessOptions'],
    expression: 'none',
  },
  dataAccessOptions: {
    properties: { legacyRedirects: FLAG, returnErrorValuesAsNull: FLAG },
    children: [],
    expression: 'none',
  },
  annotation: { properties: {}, children: [], expression: 'needed' },
  'ref table': { properties: {}, children: [], expression: 'none' },
  expression: { properties: { lineageTag: TAG }, children: ['annotation'], expression: 'needed' },
  relationship: {
    properties: { isActive: /^false$/, fromColumn: COLUMN, toColumn: COLUMN },
    children: [],
    expression: 'none',
  },
  table: {
    properties: { lineageTag: TAG, dataCategory: /^Time$/ },
    children: ['column', 'measure', 'partition'],
    expression: 'none',
  },
  column: {
    properties: {
      dataType: /^(string|int64|double|decimal|boolean|dateTime)$/,
      isHidden: FLAG,
      isKey: FLAG,
      formatString: /^\S.*$/,
      lineageTag: TAG,
      dataCategory: /^\w+$/,
      summarizeBy: /^(none|sum)$/,
      sourceColumn: /^\w+$/,
      sortByColumn: new RegExp(`^${NAME}$`),
    },
    children: [],
    expression: 'none',
  },
  measure: { properties: { formatString: /^\S.*$/, lineageTag: TAG }, children: [], expression: 'needed' },
  partition: { properties: { mode: /^import$/ }, children: ['source'], expression: 'needed' },
  source: { properties: {}, children: [], expression: 'needed' },
};

const ROOTS = ['database', 'model', 'annotation', 'ref table', 'expression', 'relationship', 'table'];

interface Line {
  readonly number: number;
  readonly depth: number;
  readonly text: string;
}

/**
 * Reads a TMDL text by its indentation, independently of the generator.
 *
 * @throws Error with the line, if the text is not TMDL or has something that {@link GRAMMAR} lacks
 */
export function readTmdl(text: string): readonly TmdlObject[] {
  if (!text.endsWith('\n') || text.includes('\r'))
    throw new Error('lines end in a line feed, the last one too');
  const lines = text.split('\n').map((line, index): Line => {
    const [, tabs = '', rest = ''] = /^(\t*)(.*)$/.exec(line) ?? [];
    return { number: index + 1, depth: tabs.length, text: rest };
  });
  const { objects, next } = readObjects(lines, 0, 0, ROOTS);
  const left = lines.slice(next).find((line) => line.text !== '');
  if (left !== undefined) throw new Error(`line ${left.number}: nothing begins at this depth`);
  return objects;
}

function readObjects(
  lines: readonly Line[],
  start: number,
  depth: number,
  kinds: readonly string[],
): { readonly objects: readonly TmdlObject[]; readonly next: number } {
  const objects: TmdlObject[] = [];
  let description: string | undefined;
  let at = start;
  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    if (line.text === '') {
      if (description !== undefined) throw new Error(`line ${line.number}: a description without its object`);
      at += 1;
      continue;
    }
    if (line.depth < depth) break;
    if (line.depth > depth) throw new Error(`line ${line.number}: too deep by ${line.depth - depth}`);
    if (line.text.startsWith('///')) {
      if (!/^\/\/\/ \S/.test(line.text)) throw new Error(`line ${line.number}: an empty description`);
      description = [description, line.text.slice(4)].filter((part) => part !== undefined).join('\n');
      at += 1;
      continue;
    }
    const read = readObject(lines, at, depth, description ?? '');
    if (!kinds.includes(read.object.kind))
      throw new Error(`line ${line.number}: no ${read.object.kind} belongs here`);
    objects.push(read.object);
    description = undefined;
    at = read.next;
  }
  return { objects, next: at };
}

function readObject(
  lines: readonly Line[],
  at: number,
  depth: number,
  description: string,
): { readonly object: TmdlObject; readonly next: number } {
  const head = lines[at];
  if (head === undefined) throw new Error('the text ends early');
  const [, kind = '', name = '', equals, inline] =
    new RegExp(`^(ref table|\\w+)(?: (${NAME}|[\\w-]+))?(?: (=)(?: (.+))?)?$`).exec(head.text) ?? [];
  const grammar = GRAMMAR[kind];
  if (grammar === undefined)
    throw new Error(`line ${head.number}: '${head.text}' begins no object that is known`);
  if ((equals === '=') !== (grammar.expression === 'needed'))
    throw new Error(`line ${head.number}: ${kind} and its expression`);

  let next = at + 1;
  let expression = inline;
  if (equals !== undefined && inline === undefined) {
    // Several lines are deeper than the properties of the object; those of a property are deeper than itself.
    const least = kind === 'source' ? depth + 1 : depth + 2;
    const block: Line[] = [];
    for (
      let line = lines[next];
      line !== undefined && (line.text === '' || line.depth >= least);
      line = lines[next]
    ) {
      block.push(line);
      next += 1;
    }
    while (block.at(-1)?.text === '') block.pop();
    const [first] = block;
    if (first === undefined)
      throw new Error(`line ${head.number}: the expression is missing or not deep enough`);
    if (block.some((line) => line.text !== '' && line.depth < first.depth))
      throw new Error(`line ${head.number}: a line of the expression is before its first one`);
    expression = block
      .map((line) => '\t'.repeat(Math.max(0, line.depth - first.depth)) + line.text)
      .join('\n');
  }

  const properties = new Map<string, string>();
  for (let line = lines[next]; line?.depth === depth + 1 && line.text !== ''; line = lines[next]) {
    const [, property = '', value = 'true'] = /^(\w+)(?:: (.+))?$/.exec(line.text) ?? [];
    const shape = grammar.properties[property];
    if (shape === undefined) break;
    if (!shape.test(value)) throw new Error(`line ${line.number}: ${kind} has no ${property} '${value}'`);
    if (properties.has(property)) throw new Error(`line ${line.number}: ${property} occurs twice`);
    properties.set(property, value);
    next += 1;
  }
  const { objects: children, next: end } =
    grammar.children.length === 0
      ? { objects: [], next }
      : readObjects(lines, next, depth + 1, grammar.children);
  return {
    object: { kind, name: unquote(name), line: head.number, description, expression, properties, children },
    next: end,
  };
}

export function unquote(name: string): string {
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
}
