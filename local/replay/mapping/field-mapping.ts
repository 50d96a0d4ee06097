import { numberText, StandInError, writeExactJson } from '../../kit';
import { type Decimal, parseDecimal } from './decimal';
import { parsePath } from './paths';
import { checkTimeFormat, isZone } from './time';

/** What a value is written as; as it came where nothing is said. */
export type ValueKind = 'text' | 'integer' | 'number' | 'decimal' | 'boolean' | 'time';

/** One target field and where its value comes from. */
export interface FieldMapping {
  /** `origin.siteCode` or `/origin/siteCode`. */
  readonly target: string;
  readonly value:
    | { readonly kind: 'column'; readonly column: string }
    | { readonly kind: 'constant'; readonly json: string }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] };
  readonly as: ValueKind | undefined;
  /** Multiplies numbers, exactly. */
  readonly scale: Decimal | undefined;
  /** Decimal places that numbers are rounded to, half away from zero. */
  readonly digits: number | undefined;
  /** The other of `.` and `,`, spaces and apostrophes then separate groups. */
  readonly decimalMark: '.' | ',' | undefined;
  /** How times are written; ISO 8601 where nothing is said. */
  readonly format: string | undefined;
  /** Offset of times that name none. */
  readonly zone: string | undefined;
  /** Leaves the field out where the row has no value. */
  readonly optional: boolean;
  /** Texts that mean "no value", beside the empty one and null. */
  readonly missing: ReadonlySet<string>;
}

/** Literal text, a column, or one of the values that every row has. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: '@row' | '@hash' };

const KINDS: readonly ValueKind[] = ['text', 'integer', 'number', 'decimal', 'boolean', 'time'];
const NUMERIC: readonly unknown[] = ['integer', 'number', 'decimal'];
/** Each key with the kinds of value for which it means something; `undefined` is every kind. */
const KEYS: Readonly<Record<string, readonly unknown[] | undefined>> = {
  from: undefined,
  constant: undefined,
  template: undefined,
  as: undefined,
  optional: undefined,
  missing: undefined,
  scale: NUMERIC,
  digits: NUMERIC,
  decimalMark: NUMERIC,
  format: ['time'],
  zone: ['time'],
};

/** @throws StandInError `option_invalid` that names the field and what to do */
export function parseFieldMapping(target: string, value: unknown): FieldMapping {
  const refuse = (problem: string): never => {
    throw new StandInError('option_invalid', `field "${target}": ${problem}`);
  };
  if (parsePath(target).includes(''))
    return refuse('the name is no path; write "origin.siteCode" or "/origin/siteCode"');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('give an object with one of "from", "constant" or "template"');
  }
  const given = value as Readonly<Record<string, unknown>>;
  const sources = ['from', 'constant', 'template'].filter((key) => key in given);
  if (sources.length !== 1) return refuse('give exactly one of "from", "constant" and "template"');
  const { as, scale, digits, decimalMark, format, zone, optional = false, missing = [] } = given;
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(KEYS, key))
      return refuse(`"${key}" is not known; choose from ${Object.keys(KEYS).join(', ')}`);
    if ('constant' in given && key !== 'constant')
      return refuse(`"${key}" means nothing beside a constant; remove it`);
    const kinds = KEYS[key];
    if (kinds !== undefined && !kinds.includes(as))
      return refuse(`"${key}" needs "as" to be ${kinds.join(', ')}`);
  }
  if (as !== undefined && !(KINDS as readonly unknown[]).includes(as))
    return refuse(`"as" is one of ${KINDS.join(', ')}`);
  const factor = parseDecimal(numberText(scale) ?? '');
  if (scale !== undefined && factor === undefined)
    return refuse('"scale" is a number, such as 1.609344 or 0.1');
  if (digits !== undefined && !(Number.isInteger(digits) && Number(digits) >= 0 && Number(digits) <= 20))
    return refuse('"digits" is a whole number from 0 to 20');
  if (decimalMark !== undefined && decimalMark !== '.' && decimalMark !== ',')
    return refuse('"decimalMark" is "." or ","');
  if (format !== undefined && (typeof format !== 'string' || !checkTimeFormat(format)))
    return refuse(
      '"format" is "unix", "unix-milliseconds", or a pattern of yyyy MM dd HH mm ss SSS with at least yyyy, MM and dd',
    );
  if (zone !== undefined && (typeof zone !== 'string' || !isZone(zone)))
    return refuse('"zone" is "Z" or an offset such as "-08:00"; names of zones are not known');
  if (typeof optional !== 'boolean') return refuse('"optional" is true or false');
  if (!Array.isArray(missing) || !missing.every((text) => typeof text === 'string'))
    return refuse('"missing" is a list of texts, such as ["NA", "-9999"]');

  return {
    target,
    value: parseSource(given, refuse),
    as: as as ValueKind | undefined,
    scale: factor,
    digits: digits as number | undefined,
    decimalMark,
    format,
    zone,
    optional,
    missing: new Set(missing as readonly string[]),
  };
}

function parseSource(
  { from, constant, template }: Readonly<Record<string, unknown>>,
  refuse: (problem: string) => never,
): FieldMapping['value'] {
  if (constant !== undefined) return { kind: 'constant', json: writeExactJson(constant) };
  if (template !== undefined) {
    if (typeof template !== 'string') return refuse('"template" is a text, such as "{station}:{@row}"');
    return { kind: 'template', parts: parseTemplate(template, refuse) };
  }
  if (typeof from !== 'string' || from === '') return refuse('"from" is the name of a column');
  return { kind: 'column', column: from };
}

function parseTemplate(template: string, refuse: (problem: string) => never): readonly TemplatePart[] {
  const parts = template.split(/(\{[^{}]*\})/).filter((part) => part !== '');
  return parts.map((part): TemplatePart => {
    const [, name] = /^\{(.*)\}$/s.exec(part) ?? [];
    if (name === undefined) {
      if (/[{}]/.test(part)) return refuse('"template" has a brace without its other half');
      return { kind: 'literal', text: part };
    }
    if (name === '@row' || name === '@hash') return { kind: name };
    if (name === '' || name.startsWith('@'))
      return refuse(`"${part}" is not known; a template takes {column}, {@row} and {@hash}`);
    return { kind: 'column', column: name };
  });
}
