import { type JsonSchema } from '../../src/lib/contracts/inline-refs';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';
import { toCompiled } from './to-compiled';
import { isObject } from './walk-schema';
import { writePattern } from './write-pattern';

export interface WriteAcceptorsOptions {
  readonly files: readonly SchemaFile[];
  /** Module path from the generated folder to src/lib/contracts/formats. */
  readonly formatsModule: string;
}

/**
 * The text of `acceptors.js`: one function a contract that says yes to most valid records in a fraction of the time
 * that a full validator takes. A yes is final; a no means nothing, and the validator decides. So an acceptor may be
 * stricter than its contract where that is cheaper, and never laxer.
 *
 * The yes is the number of quotation marks around the record's names and texts, which tells the judge whether the text
 * held more than was parsed from it.
 *
 * What makes it cheap: each field is read once, and instead of looking each key up among the known ones, an acceptor
 * counts the keys: as many keys as known fields means that there are no others.
 */
export function writeAcceptors({ files, formatsModule }: WriteAcceptorsOptions): string {
  const writer = new AcceptorWriter();
  const acceptors = files.map(({ schema }) => {
    const body = writer.writeValue(toCompiled(schema), 'record', '  ');
    const id = JSON.stringify(schema['$id']);
    return `acceptors[${id}] = function (record) {\n  let quotes = 0;\n${body}  return quotes;\n};`;
  });
  return [
    "'use strict';",
    GENERATED_NOTICE,
    `const { formats } = require(${JSON.stringify(formatsModule)});`,
    TO_TABLE,
    ...writer.constants,
    "/** @type {Record<string, import('../generated-contracts').Acceptor>} */",
    'const acceptors = {};',
    'exports.acceptors = acceptors;',
    ...acceptors,
    '',
  ].join('\n');
}

const TO_TABLE = `/** 1 at the code of each of the characters, which are ASCII. */
function toTable(characters) {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}`;

const KNOWN: ReadonlySet<string> = new Set([
  ...['$id', 'type', 'const', 'enum', 'if', 'then', 'else'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'minimum', 'maximum'],
  ...['items', 'minItems', 'maxItems'],
  ...['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties'],
]);

interface StringSchema {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

interface NumberSchema {
  readonly minimum?: number;
  readonly maximum?: number;
}

interface ObjectSchema {
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

class AcceptorWriter {
  /** Declarations that the functions share. */
  readonly constants: string[] = [];
  readonly #constantNames = new Map<string, string>();
  #variables = 0;

  /** Statements that return -1 when the variable does not hold what the schema asks for. */
  writeValue(schema: JsonSchema, variable: string, indent: string): string {
    const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
    if (unknown !== undefined)
      throw new Error(`Acceptors know nothing of the keyword ${unknown}; extend write-acceptors.`);
    const { type } = schema as { type: string | readonly string[] };
    if (typeof type === 'string') return this.#writeTyped(type, schema, variable, indent);
    const typed = this.#writeTyped(type[0] ?? 'null', schema, variable, `${indent}  `);
    return `${indent}if (${variable} !== null) {\n${typed}${indent}}\n`;
  }

  #writeTyped(type: string, schema: JsonSchema, variable: string, indent: string): string {
    const refuse = (condition: string): string => `${indent}if (${condition}) return -1;\n`;
    const allowed = allowedValues(schema);
    if (allowed) {
      const fitting = allowed.filter((value) => isOfType(value, type));
      const others = fitting.map((value) => `${variable} !== ${JSON.stringify(value)}`).join(' && ');
      return refuse(others || 'true') + (type === 'string' ? `${indent}quotes += 2;\n` : '');
    }
    switch (type) {
      case 'string':
        return `${refuse(this.#stringConditions(schema, variable).join(' || '))}${indent}quotes += 2;\n`;
      case 'integer':
      case 'number':
        return refuse(numberConditions(type, schema, variable).join(' || '));
      case 'boolean':
        return refuse(`typeof ${variable} !== 'boolean'`);
      case 'array':
        return this.#writeArray(schema, variable, indent);
      case 'object':
        return this.#writeObject(schema, variable, indent);
      default:
        throw new Error(`Acceptors know nothing of the type ${type}; extend write-acceptors.`);
    }
  }

  /**
   * JSON Schema counts characters, `length` counts UTF-16 units: never fewer, and at most twice as many. So `length`
   * is too strict for maxLength, and 2n - 1 units are enough for n characters.
   */
  #stringConditions(schema: JsonSchema, variable: string): string[] {
    const { minLength, maxLength, pattern, format } = schema as StringSchema;
    const conditions = [`typeof ${variable} !== 'string'`];
    if (maxLength !== undefined) conditions.push(`${variable}.length > ${maxLength}`);
    if (minLength !== undefined && minLength > 0)
      conditions.push(`${variable}.length < ${2 * minLength - 1}`);
    if (format !== undefined)
      conditions.push(`!${this.#constant('format', `formats[${JSON.stringify(format)}]`)}(${variable})`);
    if (pattern !== undefined) conditions.push(`!${this.#pattern(pattern)}(${variable})`);
    return conditions;
  }

  #writeArray(schema: JsonSchema, variable: string, indent: string): string {
    const {
      minItems = 0,
      maxItems,
      items,
    } = schema as { minItems?: number; maxItems: number; items: JsonSchema };
    const index = this.#variable('index');
    const item = this.#variable('item');
    return [
      `${indent}if (!Array.isArray(${variable}) || ${variable}.length < ${minItems} || ${variable}.length > ${maxItems}) return -1;\n`,
      `${indent}for (let ${index} = 0; ${index} < ${variable}.length; ${index}++) {\n`,
      `${indent}  const ${item} = ${variable}[${index}];\n`,
      this.writeValue(items, item, `${indent}  `),
      `${indent}}\n`,
    ].join('');
  }

  #writeObject(schema: JsonSchema, variable: string, indent: string): string {
    const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
    const required = (schema['required'] ?? []) as readonly string[];
    const { minProperties, maxProperties } = schema as ObjectSchema;
    const keys = this.#variable('keys');
    let text = `${indent}if (typeof ${variable} !== 'object' || ${variable} === null || Array.isArray(${variable})) return -1;\n`;
    text += `${indent}let ${keys} = ${required.length};\n`;
    for (const [name, shape] of Object.entries(properties)) {
      const field = this.#variable('field');
      text += `${indent}const ${field} = ${variable}.${name};\n`;
      if (required.includes(name)) {
        text += this.writeValue(shape, field, indent);
      } else {
        text += `${indent}if (${field} !== undefined) {\n${indent}  ${keys}++;\n`;
        text += `${this.writeValue(shape, field, `${indent}  `)}${indent}}\n`;
      }
    }
    if (minProperties !== undefined) text += `${indent}if (${keys} < ${minProperties}) return -1;\n`;
    if (maxProperties !== undefined) text += `${indent}if (${keys} > ${maxProperties}) return -1;\n`;
    text += `${indent}quotes += 2 * ${keys};\n${indent}for (const _ in ${variable}) ${keys}--;\n${indent}if (${keys} !== 0) return -1;\n`;
    return text + writeChoice(schema, variable, indent);
  }

  /** The name of a function that matches the pattern; a table of ASCII characters where that is enough. */
  #pattern(pattern: string): string {
    const tableOf = (characters: string): string =>
      this.#constant('table', `toTable(${JSON.stringify(characters)})`);
    const body = writePattern(pattern, tableOf);
    if (body !== undefined) return this.#constant('matches', `(text) => {\n${body}\n}`);
    const expression = this.#constant('pattern', `new RegExp(${JSON.stringify(pattern)}, 'u')`);
    return this.#constant('matches', `(text) => ${expression}.test(text)`);
  }

  #variable(kind: string): string {
    return `${kind}${this.#variables++}`;
  }

  #constant(kind: string, expression: string): string {
    const known = this.#constantNames.get(expression);
    if (known !== undefined) return known;
    const name = `${kind}${this.#constantNames.size}`;
    this.#constantNames.set(expression, name);
    this.constants.push(`const ${name} = ${expression};`);
    return name;
  }
}

function numberConditions(type: string, schema: JsonSchema, variable: string): string[] {
  const { minimum, maximum } = schema as NumberSchema;
  const conditions = [
    type === 'integer' ? `!Number.isInteger(${variable})` : `typeof ${variable} !== 'number'`,
  ];
  if (minimum !== undefined) conditions.push(`${variable} < ${minimum}`);
  if (maximum !== undefined) conditions.push(`${variable} > ${maximum}`);
  return conditions;
}

function writeChoice(schema: JsonSchema, variable: string, indent: string): string {
  if (!isObject(schema['if'])) return '';
  const [choice, yes, no] = ['if', 'then', 'else'].map((keyword) => toExpression(schema[keyword], variable));
  return `${indent}if (!(${choice} ? ${yes} : ${no})) return -1;\n`;
}

/** A condition of contract.meta.json as one expression. */
function toExpression(condition: unknown, variable: string): string {
  if (!isObject(condition)) return 'true';
  const terms = ((condition['required'] ?? []) as readonly string[]).map(
    (name) => `${variable}.${name} !== undefined`,
  );
  for (const [name, shape] of Object.entries((condition['properties'] ?? {}) as Record<string, unknown>)) {
    const absent = `${variable}.${name} === undefined`;
    const allowed = isObject(shape) ? (allowedValues(shape) ?? []) : [];
    terms.push(
      `(${[absent, ...allowed.map((value) => `${variable}.${name} === ${JSON.stringify(value)}`)].join(' || ')})`,
    );
  }
  return `(${terms.join(' && ')})`;
}

function allowedValues(schema: JsonSchema): readonly unknown[] | undefined {
  return Object.hasOwn(schema, 'const')
    ? [schema['const']]
    : (schema['enum'] as readonly unknown[] | undefined);
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
