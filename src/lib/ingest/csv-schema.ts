/** A JSON Schema node, as far as reading a CSV column needs it. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12 type names. */
export type SchemaType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'object' | 'array';

/** How deep `$ref` and combinators are followed; a schema that refers to itself ends here. */
const MAX_DEPTH = 16;

/**
 * Answers what a contract's schema says about one place in the record.
 *
 * It collects every subschema that may speak of the place (`$ref` into the same file, `allOf`, `anyOf`, `oneOf`), which
 * is right for choosing how to write a cell; whether the record keeps the contract is judged afterwards.
 */
export class SchemaView {
  private constructor(
    private readonly root: SchemaNode,
    private readonly nodes: readonly SchemaNode[],
  ) {}

  static of(root: SchemaNode): SchemaView {
    return new SchemaView(root, expand(root, root, 0));
  }

  /** The types that the place may have; empty when the schema does not say. */
  types(): ReadonlySet<SchemaType> {
    const types = new Set<SchemaType>();
    for (const node of this.nodes) {
      for (const type of asList(node['type'])) types.add(type as SchemaType);
      if (node['type'] !== undefined) continue;
      const values = 'const' in node ? [node['const']] : asList(node['enum']);
      for (const value of values) types.add(typeOf(value));
    }
    return types;
  }

  property(name: string): SchemaView {
    return this.follow((node) => {
      const properties = node['properties'];
      return isNode(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    });
  }

  items(): SchemaView {
    return this.follow((node) => node['items']);
  }

  requires(name: string): boolean {
    return this.nodes.some((node) => asList(node['required']).includes(name));
  }

  private follow(step: (node: SchemaNode) => unknown): SchemaView {
    return new SchemaView(
      this.root,
      this.nodes.flatMap((node) => expand(this.root, step(node), 0)),
    );
  }
}

function expand(root: SchemaNode, schema: unknown, depth: number): SchemaNode[] {
  if (!isNode(schema) || depth > MAX_DEPTH) return [];
  const found = [schema];
  const reference = schema['$ref'];
  if (typeof reference === 'string') found.push(...expand(root, resolve(root, reference), depth + 1));
  for (const combinator of ['allOf', 'anyOf', 'oneOf']) {
    for (const branch of asList(schema[combinator])) found.push(...expand(root, branch, depth + 1));
  }
  return found;
}

/** Follows a reference inside the same schema: `#/$defs/money`. */
function resolve(root: SchemaNode, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>(
      (node, segment) => (isNode(node) && Object.hasOwn(node, segment) ? node[segment] : undefined),
      root,
    );
}

function typeOf(value: unknown): SchemaType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as SchemaType;
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The separator between the cells of a CSV row. */
export type Separator = ',' | ';' | '\t' | '|';

const NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const SEPARATORS = Object.keys(NAMES) as Separator[];

/** How the query parameter names them. */
export const SEPARATOR_CHOICES = ', (the default), ;, | and tab (or %09)';

/** @returns undefined for a text that is none */
export function parseSeparator(text: string): Separator | undefined {
  return text.toLowerCase() === 'tab' ? '\t' : SEPARATORS.find((one) => one === text);
}

/**
 * Looks whether a header was cut at the wrong separator: another one would make at least as many columns.
 *
 * @param isChosen the caller named the separator, so more columns than one are what it meant
 * @returns what is wrong and the remedy
 */
export function findWrongSeparator(
  header: readonly string[],
  separator: Separator,
  isChosen: boolean,
): string | undefined {
  if (isChosen && header.length > 1) return undefined;
  const count = (one: Separator): number => header.reduce((sum, cell) => sum + cell.split(one).length - 1, 0);
  const other = SEPARATORS.find(
    (one) => one !== separator && count(one) > 0 && count(one) + 1 >= header.length,
  );
  if (other === undefined) return undefined;
  const written = other === '\t' ? 'tab' : encodeURIComponent(other);
  return (
    `The separator of the CSV is a ${NAMES[separator].slice(0, -1)} here, and the header has ${NAMES[other]}; ` +
    `add ?delimiter=${written} to the address, or put header cells that hold them in quotes and name the separator.`
  );
}
