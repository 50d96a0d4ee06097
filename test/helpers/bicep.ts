import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';
import {
  asText,
  at,
  Expression,
  isObject,
  lineOf,
  type ObjectValue,
  SLASH_MARK,
  SPREAD_MARK,
  toValue,
  type Value,
} from './bicep-value';

export interface Decorator {
  readonly name: string;
  readonly args: readonly Value[];
}

interface Declared {
  readonly name: string;
  readonly decorators: readonly Decorator[];
  /** 1 for the first. */
  readonly line: number;
}

export interface Parameter extends Declared {
  /** As it stands in the file. */
  readonly type: string;
  /** Properties of a type that is an object, and whether each must be given; undefined for other types. */
  readonly shape?: ReadonlyMap<string, boolean>;
  readonly default?: Value;
}

export interface Variable extends Declared {
  readonly value: Value;
}

export interface Output extends Declared {
  readonly type: string;
  readonly value: Value;
}

/** What is declared with a body that may stand in a condition or a loop. */
interface Deployed extends Declared {
  readonly body: ObjectValue;
  readonly condition?: Value;
  /** What it is repeated over, and what the body calls each item. */
  readonly over?: Value;
  readonly item?: string;
}

export interface Resource extends Deployed {
  /** As `Microsoft.Storage/storageAccounts/blobServices`; of a nested resource in full too. */
  readonly type: string;
  readonly version: string;
  readonly existing: boolean;
  /** Symbolic name of the resource that it belongs to. */
  readonly parent?: string;
}

export interface Module extends Deployed {
  /** As written, from the folder of the file. */
  readonly path: string;
  readonly params: ObjectValue;
}

export interface BicepFile {
  readonly path: string;
  readonly targetScope: string;
  readonly parameters: readonly Parameter[];
  readonly variables: readonly Variable[];
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly outputs: readonly Output[];
  /** Names that types, functions and imports declare, and those of loops and lambdas. */
  readonly otherNames: ReadonlySet<string>;
}

/** A text that is no Bicep; the message begins with the file, line and column. */
export class BicepSyntaxError extends Error {
  override readonly name = 'BicepSyntaxError';
}

/**
 * Reads Bicep with the grammar of tree-sitter: what is declared, with literals as they are. Nothing is computed and no type is
 * checked: that is the Bicep CLI's (test/bicep/run.sh).
 */
export class BicepReader {
  private constructor(private readonly parser: Parser) {}

  static async open(): Promise<BicepReader> {
    await Parser.init();
    const grammar = readFileSync(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
    const language = await Language.load(new Uint8Array(grammar));
    const parser = new Parser();
    parser.setLanguage(language);
    return new BicepReader(parser);
  }

  /** @throws BicepSyntaxError */
  readFile(path: string): BicepFile {
    return this.read(readFileSync(path, 'utf8'), path);
  }

  /** @throws BicepSyntaxError */
  read(text: string, path = 'sample.bicep'): BicepFile {
    const tree = this.parser.parse(withoutGaps(text));
    if (tree === null) throw new BicepSyntaxError(`${path}: cannot be read`);
    try {
      const wrong = tree.rootNode.hasError ? findError(tree.rootNode) : undefined;
      if (wrong !== undefined) {
        const { row, column } = wrong.startPosition;
        const what = wrong.isMissing
          ? `"${wrong.type}" is missing`
          : `unexpected "${wrong.text.slice(0, 40).trim()}"`;
        throw new BicepSyntaxError(`${path}:${row + 1}:${column + 1}: ${what}`);
      }
      return toFile(tree.rootNode, path);
    } finally {
      tree.delete();
    }
  }
}

/**
 * The grammar knows neither the spread operator nor a null-forgiving `!` at the end of an expression, and takes a text that begins
 * with slashes for a comment. All three are written as something of the same length, so that lines and columns stay.
 */
function withoutGaps(text: string): string {
  return text
    .replaceAll(/^(\s*)\.\.\.(?=[\w(])/gm, `$1${SPREAD_MARK}:`)
    .replaceAll(/(?<=['}])\/(?=[/*])/g, SLASH_MARK)
    .replaceAll(/(?<=[\w)\]])!(?=\s*([,)\]}\n]|$))/g, ' ');
}

function findError(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    const found = child.hasError || child.isMissing ? findError(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function toFile(root: Node, path: string): BicepFile {
  const parameters: Parameter[] = [];
  const variables: Variable[] = [];
  const resources: Resource[] = [];
  const modules: Module[] = [];
  const outputs: Output[] = [];
  let targetScope = 'resourceGroup';
  let decorators: readonly Decorator[] = [];
  for (const statement of root.namedChildren) {
    const parts = statement.namedChildren.filter(({ type }) => !type.endsWith('comment'));
    const [first, second, third] = parts;
    const declared = { name: first?.text ?? '', decorators, line: lineOf(statement) };
    switch (statement.type) {
      case 'decorators':
        decorators = parts.map(toDecorator);
        continue;
      case 'target_scope_assignment':
        if (first !== undefined) targetScope = asText(toValue(first));
        break;
      case 'parameter_declaration':
        parameters.push({
          ...declared,
          type: second?.text ?? '',
          ...toShape(second, root),
          ...(third !== undefined && { default: toValue(third) }),
        });
        break;
      case 'variable_declaration':
        if (second !== undefined) variables.push({ ...declared, value: toValue(second) });
        break;
      case 'output_declaration':
        if (third !== undefined)
          outputs.push({ ...declared, type: second?.text ?? '', value: toValue(third) });
        break;
      case 'resource_declaration':
        resources.push(...toResources(statement, decorators));
        break;
      case 'module_declaration':
        if (second !== undefined && third !== undefined) {
          const deployed = toDeployed(toValue(third));
          const params = at(deployed.body, 'params');
          modules.push({
            ...{ ...declared, ...deployed, path: asText(toValue(second)) },
            params: isObject(params) ? params : {},
          });
        }
        break;
    }
    decorators = [];
  }
  const otherNames = new Set(namesOf(root));
  return { path, targetScope, parameters, variables, resources, modules, outputs, otherNames };
}

/** Of an object type, written here or declared in this file. */
function toShape(type: Node | undefined, root: Node): { shape?: ReadonlyMap<string, boolean> } {
  const inner = type?.type === 'type' ? type.namedChildren[0] : type;
  if (inner?.type === 'identifier') {
    const declared = root
      .descendantsOfType('type_declaration')
      .find(({ namedChildren }) => namedChildren[0]?.text === inner.text);
    return declared === undefined ? {} : toShape(declared.namedChildren[1], root);
  }
  if (inner?.type !== 'object') return {};
  const properties = inner.namedChildren
    .filter((child) => child.type === 'object_property')
    .map(({ namedChildren: [name, of] }) => [name?.text ?? '', of?.type !== 'nullable_type'] as const);
  return { shape: new Map(properties) };
}

function toDecorator(node: Node): Decorator {
  const call = node.namedChildren[0];
  const value = call && toValue(call);
  if (!(value instanceof Expression))
    throw new BicepSyntaxError(`line ${lineOf(node)}: a decorator without a name`);
  // `sys.description` is `description`; its namespace comes as the first part.
  const args = value.parts.filter((part) => !(part instanceof Expression && part.name === 'sys'));
  return { name: value.name, args };
}

function toResources(node: Node, decorators: readonly Decorator[], parent?: Resource): Resource[] {
  const [name, typed, value] = node.namedChildren.filter(({ type }) => !type.endsWith('comment'));
  if (name === undefined || typed === undefined || value === undefined) return [];
  const [ownType = '', version = ''] = asText(toValue(typed)).split('@');
  const deployed = toDeployed(toValue(value));
  const named = at(deployed.body, 'parent');
  const parentName = parent?.name ?? (named instanceof Expression ? named.name : undefined);
  const resource: Resource = {
    ...{ name: name.text, decorators, line: lineOf(node), ...deployed, version },
    type: parent === undefined ? ownType : `${parent.type}/${ownType}`,
    existing: node.children.some(({ type }) => type === 'existing'),
    ...(parentName !== undefined && { parent: parentName }),
  };
  const nested = value.descendantsOfType('resource_declaration');
  // Those of nested resources are found with them.
  const own = nested.filter((inner) =>
    nested.every((other) => other.id === inner.id || !contains(other, inner)),
  );
  return [resource, ...own.flatMap((inner) => toResources(inner, [], resource))];
}

function toDeployed(value: Value): { body: ObjectValue; condition?: Value; over?: Value; item?: string } {
  if (value instanceof Expression && value.kind === 'for') {
    const [over, inner] = value.parts;
    return { ...toDeployed(inner ?? {}), ...(over !== undefined && { over, item: value.name }) };
  }
  if (value instanceof Expression && value.kind === 'if') {
    const [condition, inner] = value.parts;
    return { ...toDeployed(inner ?? {}), ...(condition !== undefined && { condition }) };
  }
  return { body: isObject(value) ? value : {} };
}

const contains = (outer: Node, inner: Node): boolean =>
  outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;

function namesOf(root: Node): string[] {
  const first = (type: string): string[] =>
    root.descendantsOfType(type).flatMap((node) => node.namedChildren[0]?.text ?? []);
  const loops = root
    .descendantsOfType('for_statement')
    .flatMap((node) => node.childForFieldName('initializer')?.text ?? []);
  const pairs = root.descendantsOfType(['loop_variable', 'loop_enumerator']).map(({ text }) => text);
  const lambdas = root
    .descendantsOfType('lambda_expression')
    .flatMap((node) => node.namedChildren[0]?.text.match(/\w+/g) ?? []);
  const imports = root
    .descendantsOfType('import_functionality')
    .flatMap((node) => node.text.match(/\w+/g) ?? []);
  return [
    ...first('type_declaration'),
    ...first('user_defined_function'),
    ...first('parameter'),
    ...loops,
    ...pairs,
    ...lambdas,
    ...imports,
  ];
}
