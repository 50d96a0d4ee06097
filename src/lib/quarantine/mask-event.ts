import { type ContractDescription } from '../contracts/contract';
import { FIELD_NAME } from '../contracts/rejections';
import { isPersonal, itemOf, knowsValue, propertyOf, type SchemaPlace, toRootPlace } from './schema-place';

/** Stands for what is not shown. */
export const COVERED = '•••';

/** Attributes of the envelope that say what an event is, and nothing about a person (docs/contracts.md). */
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
 * A parsed event as it may be shown: fields that a contract protects are covered, and so is every value where no contract
 * knows one, because nothing says what it is.
 *
 * @param contracts those that may be meant: one, or every contract of the hub. A field is covered where any protects it.
 */
export function maskEvent(event: unknown, contracts: readonly ContractDescription[]): unknown {
  if (!isObject(event)) return COVERED;
  return maskMembers(event, (name, value) => {
    if (name === 'data') return maskValue(value, contracts.map(toRootPlace));
    return isShownAttribute(name, value) ? value : COVERED;
  });
}

/** Attributes of an event in binary mode stand in application properties; other properties are covered. */
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

/** Names that a sender made up are shown only where they look like names; they could hold anything. */
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
