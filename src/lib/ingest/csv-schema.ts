/** A JSON Schema node, as far as the conversion of CSV columns needs it. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12 type names. */
export type SchemaType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'object' | 'array';

/** Maximum depth of `$ref` and combinators. Recursion in a schema ends here. */
const MAX_DEPTH = 16;

/**
 * Reads a contract's schema at one path of the record.
 *
 * It collects every subschema that can apply to the path (`$ref` into the same file, `allOf`, `anyOf`, `oneOf`). That
 * is sufficient to choose the type of a cell. The record is validated later.
 */
export class SchemaView {
  private constructor(
    private readonly root: SchemaNode,
    private readonly nodes: readonly SchemaNode[],
  ) {}

  static of(root: SchemaNode): SchemaView {
    return new SchemaView(root, expand(root, root, 0));
  }

  /** Returns the types that the value may have; empty if the schema has none. */
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

/** Resolves a reference inside the same schema: `#/$defs/money`. */
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

/** Values of the query parameter. */
export const SEPARATOR_CHOICES = ', (the default), ;, | and tab (or %09)';

/** @returns undefined if the text is not a separator */
export function parseSeparator(text: string): Separator | undefined {
  return text.toLowerCase() === 'tab' ? '\t' : SEPARATORS.find((one) => one === text);
}

/**
 * Checks whether a header was split at the wrong separator: another one would make at least as many columns.
 *
 * @param isChosen whether the caller named the separator; then more than one column is as intended
 * @returns the problem and its remedy
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
    `This CSV was read with a ${NAMES[separator].slice(0, -1)} as separator, but the header has ${NAMES[other]}. ` +
    `Add ?delimiter=${written} to the address, or put header cells that contain them in quotes and name the separator.`
  );
}
