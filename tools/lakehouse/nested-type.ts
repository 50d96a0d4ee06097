import { isObject } from '../contracts/walk-schema';

/** Type of one column of a table. Only hand-written models use `decimal(p,s)`. */
export type ScalarType = 'string' | 'integer' | 'long' | 'double' | 'boolean' | 'date' | 'timestamp';

/** Type of a value in a Bronze line, as in lakehouse/models/generated/bronze.json. */
export type NestedType =
  ScalarType | { readonly struct: Readonly<Record<string, NestedType>> } | { readonly array: NestedType };

/**
 * The type under which Bronze reads a field. An integer is read as a double, because JSON writes it as `1` or `1.0`.
 * No digit is lost up to 2^53, the limit of contracts.
 *
 * @param schema A schema without references.
 */
export function toNestedType(schema: Readonly<Record<string, unknown>>): NestedType {
  const { properties, items } = schema;
  switch (typeOf(schema)) {
    case 'object':
      return {
        struct: Object.fromEntries(
          Object.entries(isObject(properties) ? properties : {}).flatMap(([name, shape]) =>
            isObject(shape) && !isEmpty(shape) ? [[name, toNestedType(shape)]] : [],
          ),
        ),
      };
    case 'array':
      return { array: toNestedType(isObject(items) ? items : {}) };
    case 'integer':
    case 'number':
      return 'double';
    case 'boolean':
      return 'boolean';
    default:
      return textType(schema);
  }
}

/** The type of the field's column; `undefined` for an object or an array. */
export function toScalarType(schema: Readonly<Record<string, unknown>>): ScalarType | undefined {
  switch (typeOf(schema)) {
    case 'object':
    case 'array':
      return undefined;
    case 'integer':
      return 'long';
    case 'number':
      return 'double';
    case 'boolean':
      return 'boolean';
    default:
      return textType(schema);
  }
}

/** The type of a contract's field apart from null. */
export function typeOf({ type }: Readonly<Record<string, unknown>>): string {
  const [first] = Array.isArray(type) ? (type as unknown[]) : [type];
  return String(first);
}

/** An object without fields has no content, and no engine has a struct without fields. */
function isEmpty({ type, properties }: Readonly<Record<string, unknown>>): boolean {
  if (type !== 'object') return false;
  return Object.values(isObject(properties) ? properties : {}).every(
    (shape) => !isObject(shape) || isEmpty(shape),
  );
}

function textType({ format }: Readonly<Record<string, unknown>>): 'string' | 'date' | 'timestamp' {
  if (format === 'date-time') return 'timestamp';
  return format === 'date' ? 'date' : 'string';
}
