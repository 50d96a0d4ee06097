import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { isObject } from './walk-schema';

export interface Field {
  readonly shape: JsonSchema;
  /** Whether every valid record has it. */
  readonly required: boolean;
}

/**
 * Returns the field of a JSON Pointer, or `undefined` if it does not exist or is in an array.
 *
 * @param schema A schema without references.
 */
export function findField(schema: JsonSchema, pointer: string): Field | undefined {
  let shape = schema;
  let required = true;
  for (const name of pointer.split('/').slice(1)) {
    const properties = shape['properties'];
    const next = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!isObject(next)) return undefined;
    required &&= Array.isArray(shape['required']) && shape['required'].includes(name);
    shape = next;
  }
  return { shape, required };
}
