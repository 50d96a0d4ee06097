import { type JsonPointer } from '../../contracts/contract';

/**
 * Makes a getter for one place of a record (RFC 6901). What leads nowhere is undefined; names that JSON objects inherit
 * (`constructor`) are nowhere.
 */
export function createFieldGetter(pointer: JsonPointer): (record: unknown) => unknown {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (record) => {
    let value = record;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[name];
    }
    return value;
  };
}
