import { type BicepFile, type Module, type Resource } from '../../helpers/bicep';
import { Expression, type Value, walk } from '../../helpers/bicep-value';

export type Deployed = Module | Resource;

export const isModule = (deployed: Deployed): deployed is Module => 'path' in deployed;

export const where = (file: BicepFile, { line, name }: Deployed): string => `${file.path}:${line}: ${name}`;

/** Properties that stand in a resource's id or in its declaration, so that nothing has to be asked for them. */
const KNOWN_OF_RESOURCES = new Set(['id', 'name', 'type', 'apiVersion']);
const KNOWN_OF_MODULES = new Set(['name']);

export const deployedOf = (file: BicepFile): readonly Deployed[] => [...file.resources, ...file.modules];

/** What a value belongs to: `a`, `a[0]`, and `b` of `a::b`. */
export function symbolOf(file: BicepFile, value: Value | undefined): Deployed | undefined {
  if (!(value instanceof Expression)) return undefined;
  if (value.kind === 'index') return symbolOf(file, value.parts[0]);
  if (value.kind !== 'name' && !isNested(value)) return undefined;
  return deployedOf(file).find(({ name }) => name === value.name);
}

/** `outer::inner`, a nested resource. */
export const isNested = ({ kind, name, text }: Expression): boolean =>
  kind === 'member' && text.endsWith(`::${name}`);

export interface Reading {
  readonly expression: Expression;
  readonly of: Deployed;
}

/** A property that is read of a module or resource, where nobody knows it before that is deployed. */
export function readingAt(file: BicepFile, expression: Expression): Reading | undefined {
  if (expression.kind !== 'member' || isNested(expression)) return undefined;
  const of = symbolOf(file, expression.parts[0]);
  if (of === undefined) return undefined;
  const known = isModule(of) ? KNOWN_OF_MODULES : KNOWN_OF_RESOURCES;
  return known.has(expression.name) ? undefined : { expression, of };
}

/** All expressions in a value, and in the variables that it names. */
export function* reach(file: BicepFile, value: Value, seen = new Set<string>()): Generator<Expression> {
  for (const part of walk(value)) {
    if (!(part instanceof Expression)) continue;
    yield part;
    const variable = part.kind === 'name' && file.variables.find(({ name }) => name === part.name);
    if (variable === false || variable === undefined || seen.has(variable.name)) continue;
    seen.add(variable.name);
    yield* reach(file, variable.value, seen);
  }
}
