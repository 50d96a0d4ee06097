import fc from 'fast-check';
import { type Contract } from '../../../src/lib/contracts/contract';
import { inlineRefs, type JsonSchema } from '../../../src/lib/contracts/catalog';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { anyCharacter } from '../../testing/fixtures/any-character';

export const registry = createRegistry();

export function contractOf(type: string): Contract {
  const contract = registry.find(type);
  if (!contract) throw new Error(`There is no contract of the type ${type}.`);
  return contract;
}

export function exampleOf(contract: Contract, index = 0): Record<string, unknown> {
  const examples = contract.schema['examples'] as readonly Record<string, unknown>[];
  return structuredClone(examples[index] ?? {});
}

/** The text of a sound envelope around the record. `attributes` adds to it or replaces parts of it. */
export function envelopeText(
  contract: Contract,
  record: unknown,
  attributes: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    specversion: '1.0',
    id: 'e-1',
    source: '/test',
    type: contract.type,
    dataschema: contract.id,
    time: '2026-03-02T08:15:30Z',
    datacontenttype: 'application/json',
    ...attributes,
    data: record,
  });
}

const DATES = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') });

/** Records of a contract, mostly valid, sometimes with a value at or beyond a limit or of another type. */
export function recordsOf(contract: Contract): fc.Arbitrary<unknown> {
  return valuesOf(inlineRefs(contract.schema));
}

function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 150, arbitrary: usualValuesOf(schema) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        Infinity,
        '',
        'x',
        '😀',
        {},
        [],
        '2026-02-29',
        'a@b.c',
      ),
    },
  );
}

function usualValuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const {
    type,
    enum: values,
    minimum = 0,
    maximum = 0,
  } = schema as {
    type: string | readonly string[];
    enum?: readonly unknown[];
    minimum?: number;
    maximum?: number;
  };
  if (values) return fc.constantFrom(...values);
  if (Array.isArray(type)) return fc.oneof(fc.constant(null), usualValuesOf({ ...schema, type: 'string' }));
  switch (type) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({ min: minimum, max: maximum });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema['items'] as JsonSchema), { minLength: 1, maxLength: 3 });
    default:
      return objectsOf(schema);
  }
}

function textsOf({
  pattern,
  format,
  maxLength,
}: JsonSchema & { pattern?: unknown; format?: unknown; maxLength?: unknown }): fc.Arbitrary<unknown> {
  if (typeof pattern === 'string')
    return fc.oneof({ weight: 100, arbitrary: fc.stringMatching(new RegExp(pattern, 'u')) }, fc.string());
  if (format === 'date-time') return DATES.map((date) => date.toISOString());
  if (format === 'date') return DATES.map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.emailAddress();
  const longest = typeof maxLength === 'number' ? maxLength : 10;
  return fc.string({ unit: anyCharacter, minLength: 1, maxLength: Math.min(longest + 1, 12) });
}

function objectsOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as string[];
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, valuesOf(shape)])),
    {
      requiredKeys: required,
    },
  );
  return fc.oneof(
    { weight: 60, arbitrary: known },
    { weight: 1, arbitrary: known.map((record) => ({ ...record, another: 1 })) },
    { weight: 1, arbitrary: known.map((record) => Object.fromEntries(Object.entries(record).slice(1))) },
  );
}
