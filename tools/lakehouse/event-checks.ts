import { DATE_PATTERN, DATE_TIME_PATTERN } from '../../src/lib/contracts/formats';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { isObject } from '../contracts/walk-schema';
import { toScalarType, typeOf } from './nested-type';

/** A reason why Silver rejects an event. */
export interface EventCheck {
  /** The field: a JSON Pointer into the event, with `*` for every element of an array. */
  readonly field: string;
  /** Follows the field's name: `is missing`. It never has the value, which may be personal. */
  readonly reason: string;
  /**
   * SQL that is true for an event that breaks the check, in the common dialect of Spark and DuckDB. It reads the
   * event as `r.event`, with dates and times still as texts. All checks before it were false.
   */
  readonly when: string;
}

/** A value that checks read. */
interface Place {
  readonly sql: string;
  readonly field: string;
  /** Number of arrays around it. */
  readonly depth: number;
  /** SQL of the nearest optional object around it. */
  readonly within?: string;
}

/**
 * Conditions on an event before Silver casts it. They cover everything that could fail in a cast, or become NULL in a
 * key, on either engine. Landing checks more, by the same contract, so these checks only find events that landed
 * under an older rule.
 *
 * @param schema The record of all versions, without references.
 */
export function eventChecks(schema: JsonSchema): readonly EventCheck[] {
  const time = { sql: 'r.event.time', field: '/time', depth: 0 };
  const record = { sql: 'r.event.data', field: '/data', depth: 0 };
  return [...instantChecks(time), ...objectChecks(schema, record)];
}

function valueChecks(schema: JsonSchema, place: Place): readonly EventCheck[] {
  switch (typeOf(schema)) {
    case 'object':
      return objectChecks(schema, place);
    case 'array':
      return arrayChecks(schema, place);
    case 'integer':
      return [...boundChecks(schema, place), notWhole(place)];
    case 'number':
      return boundChecks(schema, place);
    default:
      if (toScalarType(schema) === 'timestamp') return instantChecks(place);
      return toScalarType(schema) === 'date' ? dayChecks(place) : [];
  }
}

function objectChecks(schema: JsonSchema, place: Place): readonly EventCheck[] {
  const { properties, required = [] } = schema as {
    properties?: Readonly<Record<string, unknown>>;
    required?: readonly string[];
  };
  const fields = Object.entries(properties ?? {}).flatMap(([name, shape]) => {
    if (!isObject(shape) || isEmptyObject(shape)) return [];
    const isRequired = required.includes(name);
    const inside: Place = {
      ...place,
      sql: `${place.sql}.${name}`,
      field: `${place.field}/${name}`,
    };
    if (typeOf(shape) === 'object')
      return objectChecks(shape, isRequired ? inside : { ...inside, within: inside.sql });
    const mayBeNull = Array.isArray(shape['type']) && shape['type'].includes('null');
    const needed = isRequired && !mayBeNull ? [missing(inside)] : [];
    return [...needed, ...valueChecks(shape, inside)];
  });
  return [...fields, ...conditionChecks(schema, place)];
}

/** Further requirements of an object with `if`. */
function conditionChecks(schema: JsonSchema, place: Place): readonly EventCheck[] {
  const { if: condition, then: yes, else: no } = schema;
  if (!isObject(condition)) return [];
  const holds = `(${termsOf(condition, place)
    .map(({ isMet }) => isMet)
    .join(' AND ')})`;
  const broken = (branch: unknown, when: string): readonly EventCheck[] =>
    termsOf(isObject(branch) ? branch : {}, place).map(({ field, reason, isMet }) => ({
      field,
      reason,
      when: `${when} AND NOT ${isMet}`,
    }));
  return [...broken(yes, holds), ...broken(no, `NOT ${holds}`)];
}

/** The parts of a condition, each never NULL. As in JSON Schema, an absent value fulfils a requirement. */
function termsOf(
  condition: JsonSchema,
  place: Place,
): readonly { readonly field: string; readonly reason: string; readonly isMet: string }[] {
  const { required = [], properties = {} } = condition as {
    required?: readonly string[];
    properties?: Readonly<Record<string, unknown>>;
  };
  const partOf = (name: string): { sql: string; field: string } => ({
    sql: `${place.sql}.${name}`,
    field: `${place.field}/${name}`,
  });
  const presence = required.map((name) => {
    const { sql, field } = partOf(name);
    return { field, reason: 'is missing, or not of its type', isMet: `(${sql} IS NOT NULL)` };
  });
  const values = Object.entries(properties).flatMap(([name, shape]) => {
    const { sql, field } = partOf(name);
    if (shape === false) return [{ field, reason: 'must be absent here', isMet: `(${sql} IS NULL)` }];
    const { const: only, enum: choices = only === undefined ? [] : [only] } = (
      isObject(shape) ? shape : {}
    ) as {
      const?: unknown;
      enum?: readonly unknown[];
    };
    if (choices.length === 0) return [];
    const isMet = `coalesce(${sql} IN (${choices.map(toLiteral).join(', ')}), true)`;
    return [{ field, reason: 'has a value that the contract does not allow here', isMet }];
  });
  return [...presence, ...values];
}

function toLiteral(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function arrayChecks(schema: JsonSchema, place: Place): readonly EventCheck[] {
  const element = { sql: `e${place.depth}`, field: `${place.field}/*`, depth: place.depth + 1 };
  const items = isObject(schema['items']) ? schema['items'] : {};
  const isObjects = typeOf(items) === 'object';
  return [...(isObjects ? [] : [missing(element)]), ...valueChecks(items, element)].map(
    ({ field, reason, when }) => ({
      field,
      reason,
      when: `size(filter(${place.sql}, ${element.sql} -> ${when})) > 0`,
    }),
  );
}

/**
 * Also true if the value, or an object around it, has another type than in the contract: the engines read those as
 * NULL. Objects themselves have no such check, because DuckDB makes an object of NULLs and Spark makes none.
 */
function missing({ sql, field, within }: Place): EventCheck {
  const isAsked = within === undefined ? '' : `${within} IS NOT NULL AND `;
  return { field, reason: 'is missing, or not of its type', when: `${isAsked}${sql} IS NULL` };
}

function notWhole({ sql, field }: Place): EventCheck {
  return { field, reason: 'is not a whole number', when: `${sql} <> floor(${sql})` };
}

function boundChecks(schema: JsonSchema, { sql, field }: Place): readonly EventCheck[] {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  if (minimum === undefined || maximum === undefined) return [];
  return [
    {
      field,
      reason: `is not from ${minimum} to ${maximum}`,
      when: `(${sql} < ${minimum} OR ${sql} > ${maximum})`,
    },
  ];
}

/** The rules of the format `date`, see src/lib/contracts/formats.ts. */
function dayChecks({ sql, field }: Place): readonly EventCheck[] {
  return [
    { field, reason: 'is not a date as the contract writes it', when: isOtherThan(sql, DATE_PATTERN) },
    ...dayEdgeChecks({ sql, field }),
  ];
}

/** Checks beyond the format of a date: whether the day exists. */
export function dayEdgeChecks({ sql, field }: Pick<Place, 'sql' | 'field'>): readonly EventCheck[] {
  return [
    noSuchDay(sql, field),
    { field, reason: 'is in the year 0', when: `substring(${sql}, 1, 4) = '0000'` },
  ];
}

/** The rules of the format `date-time`, see src/lib/contracts/formats.ts. */
function instantChecks({ sql, field }: Place): readonly EventCheck[] {
  return [
    {
      field,
      reason: 'is not a time as the contract writes it, with an offset within 18 hours',
      when: isOtherThan(sql, DATE_TIME_PATTERN),
    },
    ...instantEdgeChecks({ sql, field }),
  ];
}

/** Checks beyond the format of a time: whether the day exists, and whether its offset leaves the years 1 to 9999. */
export function instantEdgeChecks({ sql, field }: Pick<Place, 'sql' | 'field'>): readonly EventCheck[] {
  const offset = `substring(${sql}, length(${sql}) - 4, 5)`;
  const sign = `substring(${sql}, length(${sql}) - 5, 1)`;
  const minutes = (time: string): string =>
    `CAST(substring(${time}, 1, 2) AS INTEGER) * 60 + CAST(substring(${time}, 4, 2) AS INTEGER)`;
  const local = `substring(${sql}, 12, 5)`;
  return [
    ...dayEdgeChecks({ sql, field }),
    {
      field,
      reason: 'is before the year 1 in UTC',
      when: `(substring(${sql}, 1, 10) = '0001-01-01' AND ${sign} = '+' AND ${local} < ${offset})`,
    },
    {
      field,
      reason: 'is after the year 9999 in UTC',
      // Nested, because an engine may compute both sides of an AND, and `Z` is not an offset to cast.
      when:
        `CASE WHEN substring(${sql}, 1, 10) = '9999-12-31' AND ${sign} = '-' ` +
        `THEN ${minutes(local)} + ${minutes(offset)} >= 1440 ELSE false END`,
    },
  ];
}

/** `\z`, because `$` in Java's expressions ignores a line feed at the end. */
export function isOtherThan(sql: string, pattern: string): string {
  return `NOT regexp_like(${sql}, '^${pattern}\\z')`;
}

function noSuchDay(sql: string, field: string): EventCheck {
  const year = `CAST(substring(${sql}, 1, 4) AS INTEGER)`;
  return {
    field,
    reason: 'is a 29 February of a year that has none',
    when:
      `CASE WHEN substring(${sql}, 6, 5) = '02-29' ` +
      `THEN ${year} % 4 <> 0 OR (${year} % 100 = 0 AND ${year} % 400 <> 0) ELSE false END`,
  };
}

/** Bronze reads no field of an object without fields, see `toNestedType`. */
function isEmptyObject({ type, properties }: JsonSchema): boolean {
  return (
    type === 'object' &&
    Object.values(isObject(properties) ? properties : {}).every(
      (shape) => !isObject(shape) || isEmptyObject(shape),
    )
  );
}
