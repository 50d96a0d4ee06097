import { type ParameterDefinition } from '../definitions/factory-files';
import { isJsonObject, type Json, type JsonObject } from '../../kit';

export type ParametersResult =
  | { readonly kind: 'fit'; readonly values: JsonObject }
  | { readonly kind: 'unfit'; readonly message: string };

/** Checks of a value by parameter type. `SecureString` is not supported. */
const TYPE_CHECKS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => isJsonObject(value),
};

/**
 * Combines the parameters of a run with the defaults of the pipeline. A parameter without a default is
 * required; an undeclared one is refused.
 */
export function readRunParameters(
  declared: Readonly<Record<string, ParameterDefinition>>,
  given: JsonObject,
): ParametersResult {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined) return unfit(`The pipeline has no parameter '${unknown}'.`);
  const values: Record<string, Json> = {};
  for (const [name, { type, defaultValue }] of Object.entries(declared)) {
    const value = given[name] ?? defaultValue;
    if (value === undefined) return unfit(`The pipeline parameter '${name}' has no value and no default.`);
    const check = TYPE_CHECKS[type.toLowerCase()];
    if (check === undefined)
      return unfit(`The local data factory does not support parameters of type ${type}.`);
    if (!check(value)) return unfit(`The value of the pipeline parameter '${name}' is not of type ${type}.`);
    values[name] = value;
  }
  return { kind: 'fit', values };
}

/** Converts all values to text, as Azure shows parameters of a run. */
export function toShownParameters(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function unfit(message: string): ParametersResult {
  return { kind: 'unfit', message };
}
