import { numberText, StandInError, writeExactJson } from '../../kit';
import { type Decimal, parseDecimal } from './decimal';
import { parsePath } from './paths';
import { checkTimeFormat, isZone } from './time';

/** Type of the written value. @default the type of the source value */
export type ValueKind = 'text' | 'integer' | 'number' | 'decimal' | 'boolean' | 'time';

/** One target field and its source. */
export interface FieldMapping {
  /** Path of the field: `origin.siteCode` or `/origin/siteCode`. */
  readonly target: string;
  readonly value:
    | { readonly kind: 'column'; readonly column: string }
    | { readonly kind: 'constant'; readonly json: string }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] };
  readonly as: ValueKind | undefined;
  /** Factor of numbers; multiplication is exact. */
  readonly scale: Decimal | undefined;
  /** Decimal places to which numbers are rounded, half away from zero. */
  readonly digits: number | undefined;
  /** `.` or `,`. The other one, spaces and apostrophes then separate groups of digits. */
  readonly decimalMark: '.' | ',' | undefined;
  /** Format of times. @default ISO 8601 */
  readonly format: string | undefined;
  /** Offset of times without one. */
  readonly zone: string | undefined;
  /** Leaves the field out if the row has no value. */
  readonly optional: boolean;
  /** Texts that mean "no value", besides the empty text and null. */
  readonly missing: ReadonlySet<string>;
}

/** Literal text, a column, or a value that every row has. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: '@row' | '@hash' };

const KINDS: readonly ValueKind[] = ['text', 'integer', 'number', 'decimal', 'boolean', 'time'];
const NUMERIC: readonly unknown[] = ['integer', 'number', 'decimal'];
/** Options, each with the types of value for which it is allowed; `undefined` allows all types. */
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

/** @throws StandInError `option_invalid` with the field and the remedy */
export function parseFieldMapping(target: string, value: unknown): FieldMapping {
  const refuse = (problem: string): never => {
    throw new StandInError('option_invalid', `field "${target}": ${problem}`);
  };
  if (parsePath(target).includes(''))
    return refuse('the name is not a path; write "origin.siteCode" or "/origin/siteCode"');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('use an object with one of "from", "constant" or "template"');
  }
  const given = value as Readonly<Record<string, unknown>>;
  const sources = ['from', 'constant', 'template'].filter((key) => key in given);
  if (sources.length !== 1) return refuse('use exactly one of "from", "constant" and "template"');
  const { as, scale, digits, decimalMark, format, zone, optional = false, missing = [] } = given;
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(KEYS, key))
      return refuse(`"${key}" is unknown; choose from ${Object.keys(KEYS).join(', ')}`);
    if ('constant' in given && key !== 'constant')
      return refuse(`"${key}" has no effect on a constant; remove it`);
    const kinds = KEYS[key];
    if (kinds !== undefined && !kinds.includes(as))
      return refuse(`"${key}" needs "as" to be ${kinds.join(', ')}`);
  }
  if (as !== undefined && !(KINDS as readonly unknown[]).includes(as))
    return refuse(`"as" must be one of ${KINDS.join(', ')}`);
  const factor = parseDecimal(numberText(scale) ?? '');
  if (scale !== undefined && factor === undefined)
    return refuse('"scale" must be a number, such as 1.609344 or 0.1');
  if (digits !== undefined && !(Number.isInteger(digits) && Number(digits) >= 0 && Number(digits) <= 20))
    return refuse('"digits" must be a whole number from 0 to 20');
  if (decimalMark !== undefined && decimalMark !== '.' && decimalMark !== ',')
    return refuse('"decimalMark" must be "." or ","');
  if (format !== undefined && (typeof format !== 'string' || !checkTimeFormat(format)))
    return refuse(
      '"format" must be "unix", "unix-milliseconds", or a pattern of yyyy MM dd HH mm ss SSS with at least yyyy, MM and dd',
    );
  if (zone !== undefined && (typeof zone !== 'string' || !isZone(zone)))
    return refuse('"zone" must be "Z" or an offset such as "-08:00"; names of zones are not supported');
  if (typeof optional !== 'boolean') return refuse('"optional" must be true or false');
  if (!Array.isArray(missing) || !missing.every((text) => typeof text === 'string'))
    return refuse('"missing" must be a list of texts, such as ["NA", "-9999"]');

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
    if (typeof template !== 'string') return refuse('"template" must be a text, such as "{station}:{@row}"');
    return { kind: 'template', parts: parseTemplate(template, refuse) };
  }
  if (typeof from !== 'string' || from === '') return refuse('"from" must be the name of a column');
  return { kind: 'column', column: from };
}

function parseTemplate(template: string, refuse: (problem: string) => never): readonly TemplatePart[] {
  const parts = template.split(/(\{[^{}]*\})/).filter((part) => part !== '');
  return parts.map((part): TemplatePart => {
    const [, name] = /^\{(.*)\}$/s.exec(part) ?? [];
    if (name === undefined) {
      if (/[{}]/.test(part)) return refuse('"template" has an unmatched brace');
      return { kind: 'literal', text: part };
    }
    if (name === '@row' || name === '@hash') return { kind: name };
    if (name === '' || name.startsWith('@'))
      return refuse(`"${part}" is unknown; a template can use {column}, {@row} and {@hash}`);
    return { kind: 'column', column: name };
  });
}
