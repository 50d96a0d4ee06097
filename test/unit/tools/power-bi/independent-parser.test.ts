import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../schema-folder';
import { type TmdlObject } from './read-tmdl';
import { ITEM, readDefinition } from './scene';
import { SemanticModelText } from './semantic-model-text';

const PYTHON = join(ROOT, 'build/python/bin/python');
/** Without settings of the person who runs the tests. */
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent' };

/** Why the parser is not installed, or undefined. */
function missingParser(): string | undefined {
  if (!existsSync(PYTHON)) return `${PYTHON} (run test/testing/python/install.sh)`;
  try {
    execFileSync(PYTHON, ['-c', 'import tmdl_parser'], { stdio: 'pipe', env: ENVIRONMENT });
    return undefined;
  } catch (error) {
    return `the Python package powerbi-tmdl-tools: ${String(error)}`;
  }
}

type Parsed = Readonly<Record<string, unknown>>;

interface ParsedFile extends Parsed {
  readonly columns?: readonly Parsed[];
  readonly measures?: readonly Parsed[];
  readonly partitions?: readonly Parsed[];
  readonly relationships?: readonly Parsed[];
}

const missing = missingParser();
if (missing !== undefined)
  console.warn(`SKIPPED: the semantic model is not read with an independent parser; missing: ${missing}`);
const suite = missing === undefined ? describe : describe.skip;

suite('a parser that others wrote', () => {
  const files = readDefinition();
  const text = new SemanticModelText(files);
  let parsed: ReadonlyMap<string, ParsedFile>;

  beforeAll(() => {
    const paths = [...files.keys()].map((name) => join(ITEM, 'definition', name));
    const output = execFileSync(PYTHON, [join(__dirname, 'python/parse_tmdl.py'), ...paths], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: ENVIRONMENT,
    });
    const found = JSON.parse(output) as Record<string, ParsedFile>;
    parsed = new Map(Object.entries(found).map(([path, file]) => [path.slice(ITEM.length + 12), file]));
  });

  /** The common content of an object: its name and the properties that have a value. */
  function valued({ name, properties }: TmdlObject, expression?: string): Parsed {
    const values = [...properties].filter(([, value]) => value !== 'true');
    return { name, ...Object.fromEntries(values), ...(expression !== undefined && { expression }) };
  }

  it('finds the same columns and measures in every table, with the same properties and expressions', () => {
    for (const table of text.ofKind('table')) {
      const file = parsed.get(join('tables', `${table.name}.tmdl`));
      expect(file?.['name']).toBe(table.name);
      const [columns, measures, partitions] = ['column', 'measure', 'partition'].map((kind) =>
        table.children.filter((child) => child.kind === kind),
      );
      expect(file?.columns).toMatchObject((columns ?? []).map((column) => valued(column)));
      expect(file?.columns).toHaveLength(columns?.length ?? 0);
      expect(file?.measures ?? []).toMatchObject(
        (measures ?? []).map((measure) => valued(measure, measure.expression)),
      );
      expect(file?.measures ?? []).toHaveLength(measures?.length ?? 0);
      expect(file?.partitions).toMatchObject(
        (partitions ?? []).map(({ name }) => ({ name, partitionType: 'm', mode: 'import' })),
      );
    }
  });

  it('finds the same relationships', () => {
    const relationships = text.ofKind('relationship');
    expect(parsed.get('relationships.tmdl')?.relationships).toMatchObject(
      relationships.map(({ name, properties }) => ({
        name,
        fromColumn: properties.get('fromColumn'),
        toColumn: properties.get('toColumn'),
      })),
    );
  });
});
