import { inlineRefs, type JsonSchema } from '../contracts/inline-refs';
import { type ContractDescription } from '../contracts/contract';

/** A place in a record as one contract sees it. */
export interface SchemaPlace {
  /** `undefined`: the contract does not know the place. */
  readonly schema: JsonSchema | undefined;
  /** From the record: names, and nothing for the items of a list. */
  readonly path: readonly string[];
  /** Paths of personal fields of the contract, as segments. */
  readonly personal: readonly (readonly string[])[];
}

/** The record itself. */
export function toRootPlace({ schema, personalData }: ContractDescription): SchemaPlace {
  return { schema: inlineRefs(schema), path: [], personal: personalData.map(({ path }) => toSegments(path)) };
}

export function propertyOf({ schema, path, personal }: SchemaPlace, name: string): SchemaPlace {
  const properties = schema?.['properties'];
  const found = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return { schema: isObject(found) ? found : undefined, path: [...path, name], personal };
}

export function itemOf({ schema, path, personal }: SchemaPlace): SchemaPlace {
  const items = schema?.['items'];
  return { schema: isObject(items) ? items : undefined, path, personal };
}

/** Whether the place is a personal field, or inside of one. */
export function isPersonal({ path, personal }: SchemaPlace): boolean {
  return personal.some((field) => field.every((name, index) => path[index] === name));
}

/** Whether the contract knows a single value here: a text, a number, a flag. */
export function knowsValue({ schema }: SchemaPlace): boolean {
  if (schema === undefined) return false;
  const types = [schema['type']].flat();
  return !types.every((type) => type === 'object' || type === 'array');
}

/** The names of all fields of a contract, however deep. */
export function fieldNames(contract: ContractDescription): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (schema: unknown): void => {
    if (!isObject(schema)) return;
    const { properties, items } = schema as { readonly properties?: unknown; readonly items?: unknown };
    for (const [name, shape] of isObject(properties) ? Object.entries(properties) : []) {
      names.add(name);
      collect(shape);
    }
    collect(items);
  };
  collect(inlineRefs(contract.schema));
  return names;
}

/** The segments of a JSON Pointer (RFC 6901). */
export function toSegments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
