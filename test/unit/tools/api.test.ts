import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ContractDescription } from '../../../src/lib/contracts/contract';
import { registry } from '../contracts/events';
import { ROUTES } from '../../../tools/api/collect-routes';
import { SchemaWriter } from '../../../tools/api/schema-writer';
import { toOpenApi } from '../../../tools/api/to-openapi';
import { writeApiTypes } from '../../../tools/api/write-api-types';

describe('shapes', () => {
  const writer = new SchemaWriter();
  const named = z.object({ at: z.iso.datetime({ offset: true }), n: z.int() }).meta({ id: 'Named' });

  it('become components if they have an id', () => {
    const shape = z.object({
      one: named.nullable(),
      more: z.record(z.string(), named),
      text: z.string().nullable(),
    });
    const ref = { $ref: '#/components/schemas/Named' };
    expect(writer.write(shape)).toEqual({
      type: 'object',
      properties: {
        one: { anyOf: [ref, { type: 'null' }] },
        more: { type: 'object', additionalProperties: ref },
        text: { type: ['string', 'null'] },
      },
      required: ['one', 'more', 'text'],
    });
    expect(writer.components.get('Named')).toEqual({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, n: { type: 'integer' } },
      required: ['at', 'n'],
    });
  });

  it('merge null into the list of types, and keep bounds and descriptions', () => {
    expect(writer.write(z.int().min(0).nullable().describe('How many.'))).toEqual({
      type: ['integer', 'null'],
      minimum: 0,
      description: 'How many.',
    });
  });

  it('are refused if two have the same id', () => {
    const other = z.object({ n: z.string() }).meta({ id: 'Named' });
    expect(() => writer.write(z.array(other))).toThrow('Two shapes have the id Named');
  });
});

it('describes the given sources and types, not the loaded ones', () => {
  const [contract] = registry.all();
  if (contract === undefined) throw new Error('there is no contract');
  const paid: ContractDescription = {
    ...contract,
    id: 'urn:sluice:contract:payments.paid:1',
    type: 'payments.paid',
    version: 1,
  };
  const document = toOpenApi({ routes: ROUTES, contracts: [paid], sources: ['payments'], version: '1.0.0' });
  expect(document).toMatchObject({
    paths: { '/api/ingest/payments/paid': { post: { operationId: 'ingest.payments.paid' } } },
    components: {
      schemas: {
        Source: { enum: ['payments'] },
        ContractType: { enum: ['payments.paid'] },
        'payments.paid.v1': { type: 'object' },
      },
    },
  });
});

describe('types of a document', () => {
  let folder: string;
  let path: string;
  let made: string[];
  const makeTypes = (document: string): Promise<string> => {
    made.push(document);
    return Promise.resolve(`export type Of = '${document}';\n`);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-types-'));
    path = join(folder, 'api.d.ts');
    made = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are reused from a file for the same document', async () => {
    const text = await writeApiTypes('one', path, makeTypes);
    expect(text).toMatch(/^\/\/ Written by .*[0-9a-f]{64}\nexport type Of = 'one';\n$/);
    writeFileSync(path, text);
    expect(await writeApiTypes('one', path, makeTypes)).toBe(text);
    expect(made).toEqual(['one']);
  });

  it('are created again if the file was changed manually or the document is another', async () => {
    const text = await writeApiTypes('one', path, makeTypes);
    writeFileSync(path, `${text}export type Mine = string;\n`);
    expect(await writeApiTypes('one', path, makeTypes)).toBe(text);
    writeFileSync(path, text);
    expect(await writeApiTypes('two', path, makeTypes)).toContain("export type Of = 'two';");
    expect(made).toEqual(['one', 'one', 'two']);
  });
});
