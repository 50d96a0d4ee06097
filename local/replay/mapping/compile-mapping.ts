import { createHash } from 'node:crypto';
import { numberText, parseExactJson, StandInError, writeExactJson } from '../../kit';
import { type InputRow } from '../read/input';
import { createConverter } from './convert-value';
import { type FieldMapping, type TemplatePart } from './field-mapping';
import { type Mapping } from './mapping';
import { createLookup, parsePath } from './paths';

/** A record as one line of JSON, or the reason why the row gives no record. */
export type MappedRow = { readonly json: string } | { readonly problem: string };

/** Reason why a field cannot be written. */
class Problem {
  constructor(readonly message: string) {}
}
/** JSON text; undefined if an optional field has no value. */
type Written = string | undefined | Problem;

interface Row {
  readonly input: InputRow;
  /** Parsed JSON input, with the numbers of `parseExactJson`. */
  readonly record: unknown;
}

type Writer = (row: Row) => Written;
type Getter = (row: Row) => unknown;

/**
 * Compiles a mapping into a function that writes records. It concatenates JSON text, which costs about half
 * of building objects and serialising them.
 *
 * @param columns of tabular input; JSON records are searched row by row
 * @throws StandInError `option_invalid` if a field reads a column that the file does not have
 */
export function compileMapping(
  { fields }: Mapping,
  columns: readonly string[] | undefined,
): (row: InputRow) => MappedRow {
  const write = compileObject(
    fields.map((field) => ({ path: parsePath(field.target), write: compileField(field, columns) })),
  );
  return (input) => {
    let record: unknown;
    if (columns === undefined) {
      try {
        record = parseExactJson(input.text);
      } catch (error) {
        return { problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
      }
    } else if (input.cells?.length !== columns.length) {
      return { problem: `has ${input.cells?.length ?? 0} fields, the header has ${columns.length}` };
    }
    const written = write({ input, record });
    return written instanceof Problem ? { problem: written.message } : { json: written ?? '{}' };
  };
}

function compileObject(
  entries: readonly { readonly path: readonly string[]; readonly write: Writer }[],
): Writer {
  const names = [...new Set(entries.map(({ path }) => path[0] ?? ''))];
  const members = names.map((name) => {
    const own = entries.filter(({ path }) => path[0] === name);
    const [only] = own;
    const write =
      only?.path.length === 1
        ? only.write
        : compileObject(own.map(({ path, ...entry }) => ({ ...entry, path: path.slice(1) })));
    return { prefix: `${JSON.stringify(name)}:`, write };
  });
  return (row) => {
    let text = '';
    for (const { prefix, write } of members) {
      const written = write(row);
      if (written === undefined) continue;
      if (typeof written !== 'string') return written;
      text += `${text === '' ? '{' : ','}${prefix}${written}`;
    }
    return text === '' ? undefined : `${text}}`;
  };
}

function compileField(field: FieldMapping, columns: readonly string[] | undefined): Writer {
  const { target, value, optional, missing } = field;
  if (value.kind === 'constant') return () => value.json;
  const get =
    value.kind === 'column'
      ? compileColumn(target, value.column, columns)
      : compileTemplate(target, value.parts, columns);
  const source = value.kind === 'column' ? `column "${value.column}"` : 'the template';
  const convert = createConverter(field);
  return (row) => {
    const found = get(row);
    const number = numberText(found);
    const text = number ?? toText(found);
    if (found === null || found === undefined || found === '' || isMissing(text, number, missing)) {
      if (optional) return undefined;
      return new Problem(
        `field "${target}": ${source} has no value; set "optional": true to leave the field out, or use a constant`,
      );
    }
    // Without "as", a JSON value keeps its type: a number, a list, an object.
    if (field.as === undefined && (number !== undefined || typeof found !== 'string')) return text;
    const converted = convert(text);
    if ('json' in converted) return converted.json;
    return new Problem(
      `field "${target}": ${JSON.stringify(text.slice(0, 80))} of ${source} ${converted.problem}`,
    );
  };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : writeExactJson(value ?? '');
}

/** A number means "no value" if its text or its value is listed: `-9999.0` matches `-9999`. */
function isMissing(text: string, number: string | undefined, missing: ReadonlySet<string>): boolean {
  return (
    missing.has(text) || (number !== undefined && missing.size > 0 && missing.has(String(Number(number))))
  );
}

function compileColumn(target: string, column: string, columns: readonly string[] | undefined): Getter {
  if (columns === undefined) {
    const lookup = createLookup(column);
    return ({ record }) => lookup(record);
  }
  const index = columns.indexOf(column);
  if (index === -1) {
    throw new StandInError(
      'option_invalid',
      `field "${target}" reads the column "${column}", which the file does not have; its columns are ${columns.join(', ')}`,
    );
  }
  return ({ input }) => input.cells?.[index];
}

function compileTemplate(
  target: string,
  parts: readonly TemplatePart[],
  columns: readonly string[] | undefined,
): Getter {
  const getters = parts.map((part): Getter => {
    switch (part.kind) {
      case 'literal':
        return () => part.text;
      case '@row':
        return ({ input }) => input.row;
      case '@hash':
        return ({ input }) => hashOf(input.cells === undefined ? input.text : JSON.stringify(input.cells));
      case 'column':
        return compileColumn(target, part.column, columns);
    }
  });
  return (row) => {
    let text = '';
    for (const get of getters) {
      const value = get(row);
      // Refuses an empty part of an identity: two rows could get the same identity.
      if (value === null || value === undefined || value === '') return undefined;
      text += numberText(value) ?? toText(value);
    }
    return text;
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
