import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';
import { toCompiled } from './to-compiled';
import { isObject } from './walk-schema';
import { parseRuns } from './parse-pattern';

export interface WriteReadersOptions {
  readonly files: readonly SchemaFile[];
  /** Module path from the generated folder to src/lib/contracts/read-bytes. */
  readonly readBytesModule: string;
  /** Module path from the generated folder to src/lib/contracts/formats. */
  readonly formatsModule: string;
}

/**
 * The text of `readers.js`: one function per contract that reads the bytes of a record and returns its end, or -1. It
 * builds no objects, so it costs a fraction of parsing. An end is final: the record fits the contract and has no
 * duplicate names. After -1 the parser and the validator decide. A reader may therefore be stricter than its contract
 * if that is cheaper, but never laxer.
 */
export function writeReaders({ files, readBytesModule, formatsModule }: WriteReadersOptions): string {
  const writer = new ReaderWriter();
  const entries = files.map(({ schema }) => {
    const name = writer.valueReader(toCompiled(schema));
    return `readers[${JSON.stringify(schema['$id'])}] = ${name.asFunction};`;
  });
  return [
    "'use strict';",
    GENERATED_NOTICE,
    // A copy: in a bundle, properties of a module are getters, which cost a tenth of the time of reading.
    `const read = { ...require(${JSON.stringify(readBytesModule)}) };`,
    `const { formats } = require(${JSON.stringify(formatsModule)});`,
    ...writer.declarations,
    "/** @type {Record<string, import('../registry').RecordReader>} */",
    'const readers = {};',
    'exports.readers = readers;',
    ...entries,
    '',
  ].join('\n');
}

const KNOWN: ReadonlySet<string> = new Set([
  '$id',
  'type',
  'const',
  'enum',
  'if',
  'then',
  'else',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'items',
  'minItems',
  'maxItems',
  'properties',
  'additionalProperties',
  'required',
  'minProperties',
  'maxProperties',
]);

/** How a value is read: an expression over `bytes` and a position. */
interface Reader {
  /** Returns the expression for a value at the given position. */
  readonly call: (at: string) => string;
  /** The same as a function of `bytes` and `at`. */
  readonly asFunction: string;
}

const SPACE = '0x20';
const NEVER: Reader = { call: () => '-1', asFunction: '() => -1' };
/** Bits of a number for JavaScript's bit operators, without the sign. */
const BITS = 31;

class ReaderWriter {
  readonly declarations: string[] = [];
  readonly #names = new Map<string, string>();

  valueReader(schema: JsonSchema): Reader {
    const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
    if (unknown !== undefined)
      throw new Error(`Readers do not support the keyword ${unknown}; extend write-readers.`);
    const { type } = schema as { type: string | readonly string[] };
    if (typeof type === 'string') return this.#typed(type, schema);
    const typed = this.#typed(type[0] ?? 'null', schema);
    const allowed = allowedValues(schema);
    if (allowed !== undefined && !allowed.includes(null)) return typed;
    const body = `  return bytes[at] === 0x6e ? read.readNull(bytes, at) : ${typed.call('at')};\n`;
    return this.#function('nullable', body);
  }

  #typed(type: string, schema: JsonSchema): Reader {
    const allowed = allowedValues(schema);
    if (allowed !== undefined) return this.#oneOf(allowed, type);
    const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
    switch (type) {
      case 'string':
        return this.#string(schema);
      case 'integer':
        return inline((at) => `read.readInteger(bytes, ${at}, ${minimum}, ${maximum})`);
      case 'number':
        return inline((at) => `read.readNumber(bytes, ${at}, ${minimum}, ${maximum})`);
      case 'boolean':
        return inline((at) => `read.readBoolean(bytes, ${at})`);
      case 'array':
        return this.#array(schema);
      case 'object':
        return this.#object(schema);
      default:
        throw new Error(`Readers do not support the type ${type}; extend write-readers.`);
    }
  }

  #string(schema: JsonSchema): Reader {
    const { minLength = 0, maxLength, pattern, format } = schema as StringSchema;
    const longest = maxLength ?? 'Infinity';
    if (pattern !== undefined && format !== undefined) return NEVER;
    if (pattern !== undefined) return minLength > 0 ? NEVER : this.#pattern(pattern, longest);
    if (format === undefined) return inline((at) => `read.readText(bytes, ${at}, ${minLength}, ${longest})`);
    if (minLength > 0) return NEVER;
    if (maxLength === undefined && format === 'date-time')
      return inline((at) => `read.readDateTime(bytes, ${at})`);
    if (maxLength === undefined && format === 'date') return inline((at) => `read.readDate(bytes, ${at})`);
    return inline((at) => `read.readMatching(bytes, ${at}, ${longest}, formats[${JSON.stringify(format)}])`);
  }

  /** Uses tables of characters if the pattern is a run of fixed lengths and one last run of any length. */
  #pattern(pattern: string, longest: number | string): Reader {
    const runs = parseRuns(pattern);
    const last = runs?.at(-1);
    const fixed = runs?.slice(0, -1) ?? [];
    if (!last || fixed.some(({ least, most }) => least !== most)) {
      const expression = this.#constant('pattern', `new RegExp(${JSON.stringify(pattern)}, 'u')`);
      return inline(
        (at) => `read.readMatching(bytes, ${at}, ${longest}, (text) => ${expression}.test(text))`,
      );
    }
    const lines = ['  if (bytes[at] !== 0x22) return -1;'];
    let length = 0;
    for (const { characters, least } of fixed) {
      for (let index = 0; index < least; index++) {
        lines.push(`  if (${this.#table(characters)}[bytes[at + ${1 + length++}]] !== 1) return -1;`);
      }
    }
    lines.push(`  let next = at + ${1 + length};`);
    lines.push(`  while (${this.#table(last.characters)}[bytes[next]] === 1) next++;`);
    lines.push(`  const length = next - at - 1;`);
    lines.push(`  if (length < ${length + last.least} || length > ${longest}) return -1;`);
    if (last.most !== Infinity) lines.push(`  if (length > ${length + last.most}) return -1;`);
    lines.push('  return bytes[next] === 0x22 ? next + 1 : -1;', '');
    return this.#function('text', lines.join('\n'));
  }

  #oneOf(values: readonly unknown[], type: string): Reader {
    const lines = values.map((value) => {
      // A text that JSON can write in several ways, or that is not ASCII, is left to the validator.
      if (type === 'string' && typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value)) {
        return `  if (${matches(`"${value}"`, 'at')}) return at + ${value.length + 2};`;
      }
      if (type === 'boolean' && typeof value === 'boolean') {
        return `  if (${matches(String(value), 'at')}) return at + ${String(value).length};`;
      }
      if ((type === 'integer' || type === 'number') && typeof value === 'number') {
        const reader = type === 'integer' ? 'readInteger' : 'readNumber';
        return `  next = read.${reader}(bytes, at, ${value}, ${value});\n  if (next >= 0) return next;`;
      }
      return '';
    });
    return this.#function('oneOf', ['  let next = -1;', ...lines, '  return next;', ''].join('\n'));
  }

  #array(schema: JsonSchema): Reader {
    const {
      minItems = 0,
      maxItems,
      items,
    } = schema as { minItems?: number; maxItems: number; items: JsonSchema };
    const item = this.valueReader(items);
    const lines = [
      '  if (bytes[at] !== 0x5b) return -1;',
      `  let next = at + 1;`,
      `  if (bytes[next] === 0x5d) return ${minItems === 0 ? 'next + 1' : '-1'};`,
      '  for (let count = 1; ; count++) {',
      `    next = ${item.call('next')};`,
      `    if (next < 0 || count > ${maxItems}) return -1;`,
      '    const code = bytes[next++];',
      `    if (code === 0x5d) return count < ${minItems} ? -1 : next;`,
      '    if (code !== 0x2c) return -1;',
      `    while (bytes[next] === ${SPACE}) next++;`,
      '  }',
      '',
    ];
    return this.#function('array', lines.join('\n'));
  }

  #object(schema: JsonSchema): Reader {
    const properties = Object.entries(schema['properties'] as Readonly<Record<string, JsonSchema>>);
    const required = new Set((schema['required'] ?? []) as readonly string[]);
    const { minProperties, maxProperties } = schema as { minProperties?: number; maxProperties?: number };
    const compared = comparedNames(schema);
    const bits = new Map(properties.map(([name], index) => [name, new Bit(index)]));
    const masks = Math.ceil(properties.length / BITS);
    const counted = minProperties !== undefined || maxProperties !== undefined;

    const lines = ['  if (bytes[at] !== 0x7b) return -1;', '  let next = at + 1;'];
    for (let mask = 0; mask < masks; mask++) lines.push(`  let seen${mask} = 0;`);
    if (counted) lines.push('  let count = 0;');
    for (const name of compared) lines.push(`  let at_${name} = -1;`);
    lines.push('  if (bytes[next] === 0x7d) next++;', '  else for (;;) {');
    lines.push('    if (bytes[next] !== 0x22) return -1;', '    switch (bytes[next + 1]) {');
    for (const [code, group] of byFirstCode(properties)) {
      lines.push(`      case ${hex(code)}:`);
      for (const [name, shape] of group) {
        const bit = bits.get(name) ?? new Bit(0);
        lines.push(`        if (${matches(`${name}":`, 'next', 1, 1)}) {`);
        lines.push(`          if (${bit.isSet()}) return -1;`, `          ${bit.set()};`);
        lines.push(
          `          next += ${name.length + 3};`,
          `          while (bytes[next] === ${SPACE}) next++;`,
        );
        if (compared.has(name)) lines.push(`          at_${name} = next;`);
        lines.push(
          `          next = ${this.valueReader(shape).call('next')};`,
          '          break;',
          '        }',
        );
      }
      lines.push('        return -1;');
    }
    lines.push('      default: return -1;', '    }', '    if (next < 0) return -1;');
    if (counted) lines.push('    count++;');
    lines.push(
      '    const code = bytes[next++];',
      '    if (code === 0x7d) break;',
      '    if (code !== 0x2c) return -1;',
    );
    lines.push(`    while (bytes[next] === ${SPACE}) next++;`, '  }');
    for (let mask = 0; mask < masks; mask++) {
      const wanted = [...bits].reduce(
        (sum, [name, bit]) => (bit.mask === mask && required.has(name) ? sum | bit.value : sum),
        0,
      );
      if (wanted !== 0) lines.push(`  if ((seen${mask} & ${wanted}) !== ${wanted}) return -1;`);
    }
    if (minProperties !== undefined) lines.push(`  if (count < ${minProperties}) return -1;`);
    if (maxProperties !== undefined) lines.push(`  if (count > ${maxProperties}) return -1;`);
    if (isObject(schema['if'])) {
      const [choice, yes, no] = ['if', 'then', 'else'].map((keyword) =>
        toExpression(schema[keyword], bits, schema),
      );
      if (choice === undefined || yes === undefined || no === undefined) return NEVER;
      lines.push(`  if (!(${choice} ? ${yes} : ${no})) return -1;`);
    }
    lines.push('  return next;', '');
    return this.#function('object', lines.join('\n'));
  }

  #table(characters: string): string {
    return this.#constant('table', `read.toTable(${JSON.stringify(characters)})`);
  }

  /** Equal bodies share one function. */
  #function(kind: string, body: string): Reader {
    const known = this.#names.get(body);
    const name = known ?? `${kind}${this.#names.size}`;
    if (known === undefined) {
      this.#names.set(body, name);
      this.declarations.push(`function ${name}(bytes, at) {\n${body}}`);
    }
    return { call: (at) => `${name}(bytes, ${at})`, asFunction: name };
  }

  #constant(kind: string, expression: string): string {
    const known = this.#names.get(expression);
    if (known !== undefined) return known;
    const name = `${kind}${this.#names.size}`;
    this.#names.set(expression, name);
    this.declarations.push(`const ${name} = ${expression};`);
    return name;
  }
}

interface StringSchema {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Whether a property has been read, as one bit of one of the function's masks. */
class Bit {
  readonly mask: number;
  readonly value: number;

  constructor(index: number) {
    this.mask = Math.floor(index / BITS);
    this.value = 2 ** (index % BITS);
  }

  isSet(): string {
    return `(seen${this.mask} & ${this.value}) !== 0`;
  }

  set(): string {
    return `seen${this.mask} |= ${this.value}`;
  }
}

function inline(call: (at: string) => string): Reader {
  return { call, asFunction: `(bytes, at) => ${call('at')}` };
}

/** A condition that the bytes from `at` on are the text; its first `known` characters are already compared. */
function matches(text: string, at: string, offset = 0, known = 0): string {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  const terms = codes.flatMap((code, index) =>
    index < known ? [] : [`bytes[${at} + ${index + offset}] === ${hex(code)}`],
  );
  return terms.join(' && ').replaceAll(' + 0]', ']');
}

function byFirstCode(
  properties: readonly (readonly [string, JsonSchema])[],
): [number, (readonly [string, JsonSchema])[]][] {
  const groups = new Map<number, (readonly [string, JsonSchema])[]>();
  for (const property of properties) {
    const code = property[0].charCodeAt(0);
    groups.set(code, [...(groups.get(code) ?? []), property]);
  }
  return [...groups];
}

const CONDITIONS = ['if', 'then', 'else'] as const;

/** Names whose values a condition compares. */
function comparedNames(schema: JsonSchema): ReadonlySet<string> {
  if (!isObject(schema['if'])) return new Set();
  return new Set(
    CONDITIONS.flatMap((keyword) => {
      const condition = schema[keyword];
      const shapes = isObject(condition) && isObject(condition['properties']) ? condition['properties'] : {};
      return Object.entries(shapes).flatMap(([name, shape]) => (isObject(shape) ? [name] : []));
    }),
  );
}

/**
 * Converts a condition of contract.meta.json to an expression; `undefined` if it compares something other than a
 * plain text.
 */
function toExpression(
  condition: unknown,
  bits: ReadonlyMap<string, Bit>,
  schema: JsonSchema,
): string | undefined {
  if (!isObject(condition)) return 'true';
  const terms: string[] = [];
  // The object does not have this name, so it is always absent.
  const isThere = (name: string): string => bits.get(name)?.isSet() ?? 'false';
  for (const name of (condition['required'] ?? []) as readonly string[]) terms.push(isThere(name));
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  for (const [name, shape] of Object.entries((condition['properties'] ?? {}) as Record<string, unknown>)) {
    const options = [`!(${isThere(name)})`];
    if (isObject(shape)) {
      const allowed = allowedValues(shape) ?? [];
      const listed = allowedValues(properties[name] ?? {}) ?? [];
      // Only a listed text has a known spelling.
      if (listed.length === 0 || [...allowed, ...listed].some((value) => typeof value !== 'string'))
        return undefined;
      for (const value of allowed) options.push(`(${matches(JSON.stringify(value), `at_${name}`)})`);
    }
    terms.push(`(${options.join(' || ')})`);
  }
  return terms.length === 0 ? 'true' : `(${terms.join(' && ')})`;
}

function allowedValues(schema: JsonSchema): readonly unknown[] | undefined {
  return Object.hasOwn(schema, 'const')
    ? [schema['const']]
    : (schema['enum'] as readonly unknown[] | undefined);
}

function hex(code: number): string {
  return `0x${code.toString(16)}`;
}
