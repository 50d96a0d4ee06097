import { type ParameterDefinition } from '../definitions/factory-files';
import { isJsonObject, type Json, type JsonObject } from '../../kit';

export type ParametersResult =
  | { readonly kind: 'fit'; readonly values: JsonObject }
  | { readonly kind: 'unfit'; readonly message: string };

/** By type of a parameter: whether a value is of it. `SecureString` is not among them. */
const TYPE_CHECKS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => isJsonObject(value),
};

/**
 * The parameters that a run is given, with the defaults of the pipeline where it is given none. One that has no default
 * must be given; one that is not declared is refused.
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
    if (value === undefined)
      return unfit(`The pipeline parameter '${name}' is not given a value and has no default.`);
    const check = TYPE_CHECKS[type.toLowerCase()];
    if (check === undefined) return unfit(`The local data factory does not know parameters of type ${type}.`);
    if (!check(value)) return unfit(`The value of the pipeline parameter '${name}' is not of type ${type}.`);
    values[name] = value;
  }
  return { kind: 'fit', values };
}

/** As the service shows parameters of a run: every value is text. */
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
