import { type Node } from 'web-tree-sitter';

export type ExpressionKind =
  'name' | 'member' | 'index' | 'call' | 'ternary' | 'for' | 'if' | 'template' | 'operator' | 'other';

/** What is not a literal: what it is called, and the values in it. */
export class Expression {
  constructor(
    readonly kind: ExpressionKind,
    /** As it stands in the file. */
    readonly text: string,
    /** Of a name, a member, a called function, an operator, or the item of a loop; empty for others. */
    readonly name: string,
    /** Arguments, branches, the object of a member; of a loop what it runs over, and its body. */
    readonly parts: readonly Value[] = [],
    /** 1 for the first. */
    readonly line = 0,
  ) {}
}

export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value } | Expression;

export type ObjectValue = Readonly<Record<string, Value>>;

/** What the spread operator takes over stands under this name, as a list. */
export const SPREAD = '...';

/** The value of an expression. Literals are themselves; what is computed is an {@link Expression}. */
export function toValue(node: Node): Value {
  const children = node.namedChildren.filter((child) => !isComment(child));
  const make = (kind: ExpressionKind, name: string, parts: readonly Node[]): Expression =>
    new Expression(kind, textOf(node), name, parts.map(toValue), lineOf(node));
  switch (node.type) {
    case 'string':
      return toText(node);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'object':
      return toObject(children);
    case 'array':
      return toItems(children.filter(({ type }) => type !== 'decorators'));
    case 'identifier':
    case 'primitive_type':
      return make('name', node.text, []);
    case 'parenthesized_expression':
      return children.length === 1 && children[0] !== undefined
        ? toValue(children[0])
        : make('other', '', children);
    case 'member_expression':
    case 'resource_expression':
    case 'subscript_expression':
      return toAccess(node);
    case 'call_expression': {
      if (objectOf(node) !== undefined) return toAccess(node);
      const args = named(node, 'arguments').namedChildren.filter((child) => !isComment(child));
      return make('call', named(node, 'function').text, args);
    }
    case 'ternary_expression':
      return make('ternary', '', children);
    case 'for_statement':
      return make('for', itemOf(node), [children[children.length - 2] ?? node, named(node, 'body')]);
    case 'if_statement':
      return make('if', '', children);
    case 'binary_expression':
    case 'unary_expression':
      return make('operator', named(node, 'operator').text, children);
    default:
      return make('other', '', children);
  }
}

/** What a property, an item or a method is of; undefined for what is of nothing. */
function objectOf(node: Node): Node | undefined {
  if (/^(member|resource|subscript)_expression$/.test(node.type)) return named(node, 'object');
  if (node.type !== 'call_expression') return undefined;
  const called = named(node, 'function');
  return called.type === 'member_expression' ? named(called, 'object') : undefined;
}

/** What the grammar lets bind closer than a dot does, as in `a ? b : c.d`, which it takes for `(a ? b : c).d`. */
const LOOSE = /^(ternary|binary|unary|lambda)_expression$/;

function toAccess(node: Node): Value {
  const object = objectOf(node);
  if (object === undefined) return textOf(node);
  let root = object;
  for (let next = objectOf(root); next !== undefined; next = objectOf(root)) root = next;
  return LOOSE.test(root.type) ? regroup(node, root, root) : access(node, toValue(object));
}

/** A loose expression whose last part has what the grammar gave the whole. */
function regroup(node: Node, root: Node, loose: Node): Value {
  const whole = toValue(loose);
  const last = loose.namedChildren.findLast((child) => !isComment(child));
  if (last === undefined || !(whole instanceof Expression)) return whole;
  const grouped = LOOSE.test(last.type) ? regroup(node, root, last) : accessOn(node, root, last);
  const text = textOf(node).slice(loose.startIndex - node.startIndex);
  return new Expression(whole.kind, text, whole.name, [...whole.parts.slice(0, -1), grouped], whole.line);
}

/** What is read of the root, read of another node. */
function accessOn(node: Node, root: Node, base: Node): Value {
  const object = objectOf(node);
  if (object === undefined || node.id === root.id) return toValue(base);
  return access(node, accessOn(object, root, base), base);
}

function access(node: Node, object: Value, from = node): Expression {
  const text = textOf(node).slice(from.startIndex - node.startIndex);
  const make = (kind: ExpressionKind, name: string, rest: readonly Node[]): Expression =>
    new Expression(kind, text, name, [object, ...rest.map(toValue)], lineOf(from));
  if (node.type === 'member_expression') return make('member', named(node, 'property').text, []);
  if (node.type === 'resource_expression') return make('member', named(node, 'resource').text, []);
  if (node.type === 'subscript_expression') return make('index', '', [named(node, 'index')]);
  // A method's object is its first part.
  const args = named(node, 'arguments').namedChildren.filter((child) => !isComment(child));
  return make('call', named(named(node, 'function'), 'property').text, args);
}

/** All values in a value, itself first. */
export function* walk(value: Value): Generator<Value> {
  yield value;
  const parts =
    value instanceof Expression
      ? value.parts
      : typeof value === 'object' && value !== null
        ? Object.values(value as ObjectValue)
        : [];
  for (const part of parts) yield* walk(part);
}

export const expressionsIn = (value: Value): Expression[] =>
  [...walk(value)].filter((part) => part instanceof Expression);

export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Expression)
  );
}

/** A value in words: of an expression its text. */
export function asText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return value instanceof Expression ? value.text : JSON.stringify(value ?? null);
}

/** The value at `a.b.c`; undefined where there is none. */
export function at(value: Value | undefined, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** The grammar takes the first call of a list for two items, a name and what follows it; nothing stands between these. */
function toItems(children: readonly Node[]): Value[] {
  const belongs = (node: Node | undefined, before: Node | undefined): node is Node =>
    before?.type === 'identifier' && node?.startIndex === before.endIndex;
  return children.flatMap((node, index): Value[] => {
    const next = children[index + 1];
    if (belongs(node, children[index - 1])) return [];
    return [belongs(next, node) ? called(node, next) : toValue(node)];
  });
}

/** What a loop calls each item: `for item in` or `for (item, index) in`. */
function itemOf(node: Node): string {
  return (node.childForFieldName('initializer') ?? node.descendantsOfType('loop_variable')[0])?.text ?? '';
}

/** A call whose name was taken for an item of its own, with what is read of its result. */
function called(name: Node, rest: Node): Value {
  const make = (kind: ExpressionKind, of: string, parts: readonly Value[]): Expression =>
    new Expression(kind, textOf(name) + textOf(rest), of, parts, lineOf(name));
  if (rest.type === 'member_expression')
    return make('member', named(rest, 'property').text, [called(name, named(rest, 'object'))]);
  if (rest.type === 'subscript_expression')
    return make('index', '', [called(name, named(rest, 'object')), toValue(named(rest, 'index'))]);
  return make('call', name.text, rest.namedChildren.filter((child) => !isComment(child)).map(toValue));
}

function toText(node: Node): Value {
  const multiline = /^'''\r?\n?([\s\S]*)'''$/.exec(textOf(node));
  if (multiline !== null) return multiline[1] ?? '';
  const interpolations = node.namedChildren.filter(({ type }) => type === 'interpolation');
  if (interpolations.length > 0) {
    const parts = interpolations.flatMap(({ namedChildren }) => namedChildren.map(toValue));
    return new Expression('template', textOf(node), '', parts, lineOf(node));
  }
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return textOf(node)
    .slice(1, -1)
    .replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

function toObject(children: readonly Node[]): ObjectValue {
  const keys: Value[] = [];
  const entries = children
    .filter(({ type }) => type === 'object_property')
    .flatMap((property): (readonly [string, Value])[] => {
      const [key, value] = property.namedChildren.filter((child) => !isComment(child));
      if (key === undefined || value === undefined) return [];
      const computed = key.type === 'string' ? toText(key) : textOf(key);
      const name = key.text === SPREAD_MARK ? SPREAD : asText(computed);
      if (computed instanceof Expression) keys.push(computed);
      return [[name, toValue(value)]];
    });
  const spreads = entries.filter(([name]) => name === SPREAD).map(([, value]) => value);
  return {
    ...Object.fromEntries(entries.filter(([name]) => name !== SPREAD)),
    ...(spreads.length > 0 && { [SPREAD]: spreads }),
    ...(keys.length > 0 && { [COMPUTED_KEYS]: keys }),
  };
}

/** What `parseBicep` writes for the operator, which the grammar does not know. */
export const SPREAD_MARK = '_s';

/** What it writes for a slash that begins a text like a comment. */
export const SLASH_MARK = '\uE000';

/** Names of properties that are computed stand under this name; each property stands under the text of its name too. */
export const COMPUTED_KEYS = '${}';

const textOf = (node: Node): string => node.text.replaceAll(SLASH_MARK, '/');

function isComment({ type }: Node): boolean {
  return type === 'comment' || type === 'diagnostic_comment';
}

function named(node: Node, field: string): Node {
  const child = node.childForFieldName(field);
  if (child === null) throw new TypeError(`line ${lineOf(node)}: a ${node.type} without a ${field}`);
  return child;
}
