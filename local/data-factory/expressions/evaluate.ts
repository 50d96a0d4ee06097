import { isJsonObject, type Json } from '../../kit';
import { type Expression } from './parse-expression';

/** Values for expressions: `pipeline()`, `item()`, `dataset()`, `linkedService()` and `activity('…')`. */
export interface Scope {
  readonly pipeline?: Json;
  /** Undefined outside a ForEach. */
  readonly item?: Json;
  readonly dataset?: Json;
  readonly linkedService?: Json;
  /** Ended activities of the same pipeline, or of the same iteration of a ForEach, by name. */
  readonly activities?: ReadonlyMap<string, Json>;
}

/** The expression is well formed, but cannot be evaluated. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** Functions that return a part of the scope; they take no argument. */
const SCOPE_FUNCTIONS = {
  pipeline: 'pipeline',
  item: 'item',
  dataset: 'dataset',
  linkedservice: 'linkedService',
} as const;

/** @throws EvaluationError also for a function of the language that the stand-in does not support */
export function evaluate(expression: Expression, scope: Scope): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call':
      return call(expression.name, expression.args, scope);
    case 'member':
      return member(evaluate(expression.of, scope), evaluate(expression.name, scope), expression.optional);
  }
}

function call(name: string, args: readonly Expression[], scope: Scope): Json {
  // Function names ignore case.
  const lowerName = name.toLowerCase();
  if (lowerName in SCOPE_FUNCTIONS) {
    requireCount(name, args, 0);
    const value = scope[SCOPE_FUNCTIONS[lowerName as keyof typeof SCOPE_FUNCTIONS]];
    if (value === undefined) throw new EvaluationError(`${name}() is not available here`);
    return value;
  }
  const values = args.map((argument) => evaluate(argument, scope));
  switch (lowerName) {
    case 'concat':
      return values.map((value) => toText(value)).join('');
    case 'string':
      requireCount(name, args, 1);
      return toText(values[0] ?? null);
    case 'activity': {
      requireCount(name, args, 1);
      const activityName = toText(values[0] ?? null);
      const activity = scope.activities?.get(activityName);
      if (activity === undefined) {
        throw new EvaluationError(`activity '${activityName}' did not run before this one`);
      }
      return activity;
    }
    default:
      throw new EvaluationError(`the local data factory does not support the function ${name}()`);
  }
}

function member(of: Json, name: Json, optional: boolean): Json {
  if (optional && of === null) return null;
  if (Array.isArray(of) && typeof name === 'number') {
    const element = (of as readonly Json[])[name];
    if (element !== undefined) return element;
    if (optional) return null;
    throw new EvaluationError(`array index '${name}' is outside bounds (0, ${of.length - 1}) of array`);
  }
  if (!isJsonObject(of) || typeof name !== 'string') {
    throw new EvaluationError(
      `'${toText(name)}' cannot be selected: the value before it has no such members`,
    );
  }
  const value = Object.hasOwn(of, name) ? of[name] : undefined;
  if (value !== undefined) return value;
  if (optional) return null;
  throw new EvaluationError(
    `property '${name}' doesn't exist, available properties are '${Object.keys(of).join(', ')}'`,
  );
}

/** @throws EvaluationError for a boolean, because Azure's format of booleans is not documented */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') throw new EvaluationError('a boolean as text is not supported');
  return JSON.stringify(value);
}

function requireCount(name: string, args: readonly Expression[], count: number): void {
  if (args.length !== count) {
    throw new EvaluationError(`${name}() takes ${count} arguments, not ${args.length}`);
  }
}
