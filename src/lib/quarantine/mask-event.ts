import { type ContractDescription } from '../contracts/contract';
import { FIELD_NAME } from '../contracts/rejections';
import { inlineRefs, type JsonSchema } from '../contracts/catalog';

/** Replaces values that are not shown. */
export const COVERED = '•••';

/** Attributes of the envelope that describe an event and have no personal data (docs/contracts.md). */
const SHOWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'dataschema',
  'datacontenttype',
  'time',
  'partitionkey',
  'traceparent',
  'replaces',
]);

/**
 * Masks a parsed event so that it can be shown. It covers the fields that a contract protects. It also covers every
 * value that no contract describes, because such a value can be anything.
 *
 * @param contracts the contract of the event, or every contract of the hub. A field is covered if any of them protects
 *   it.
 */
export function maskEvent(event: unknown, contracts: readonly ContractDescription[]): unknown {
  if (!isObject(event)) return COVERED;
  return maskMembers(event, (name, value) => {
    if (name === 'data') return maskValue(value, contracts.map(toRootPlace));
    return isShownAttribute(name, value) ? value : COVERED;
  });
}

/** Masks application properties. Attributes of an event in binary mode are shown; other properties are covered. */
export function maskProperties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([property, value], index) => {
      const [, prefix, name = ''] = /^(cloudEvents[:_])?(.*)$/s.exec(property) ?? [];
      if (!FIELD_NAME.test(name.replaceAll('-', '_'))) return [`${COVERED}${index + 1}`, COVERED];
      return [property, prefix !== undefined && isShownAttribute(name, value) ? value : COVERED];
    }),
  );
}

function maskValue(value: unknown, places: readonly SchemaPlace[]): unknown {
  if (places.some(isPersonal)) return COVERED;
  if (Array.isArray(value)) {
    const items = places.map(itemOf);
    return value.map((item: unknown) => maskValue(item, items));
  }
  if (isObject(value)) {
    return maskMembers(value, (name, member) =>
      maskValue(
        member,
        places.map((place) => propertyOf(place, name)),
      ),
    );
  }
  return value === null || places.some(knowsValue) ? value : COVERED;
}

/** Shows names from a sender only if they look like names, because they can contain anything. */
function maskMembers(
  value: Readonly<Record<string, unknown>>,
  mask: (name: string, member: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member], index) =>
      FIELD_NAME.test(name) ? [name, mask(name, member)] : [`${COVERED}${index + 1}`, COVERED],
    ),
  );
}

function isShownAttribute(name: string, value: unknown): boolean {
  return SHOWN_ATTRIBUTES.has(name) && (typeof value !== 'object' || value === null);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path in a record and its description in one contract. */
export interface SchemaPlace {
  /** `undefined` if the contract does not describe the path. */
  readonly schema: JsonSchema | undefined;
  /** From the record: names, without the items of lists. */
  readonly path: readonly string[];
  /** Paths of personal fields of the contract, as segments. */
  readonly personal: readonly (readonly string[])[];
}

/** Returns the place of the record itself. */
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

/** Whether the place is a personal field or inside one. */
export function isPersonal({ path, personal }: SchemaPlace): boolean {
  return personal.some((field) => field.every((name, index) => path[index] === name));
}

/** Whether the contract describes a single value here: a text, a number or a flag. */
export function knowsValue({ schema }: SchemaPlace): boolean {
  if (schema === undefined) return false;
  const types = [schema['type']].flat();
  return !types.every((type) => type === 'object' || type === 'array');
}

/** Returns the names of all fields of a contract at any depth. */
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

/** Returns the segments of a JSON Pointer (RFC 6901). */
export function toSegments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
