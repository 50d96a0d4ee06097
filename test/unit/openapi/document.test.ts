import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import generated from '../../../src/lib/openapi/generated/openapi.json';
import { API_VERSION } from '../../../src/lib/platform/api-version';
import { envelopeText, registry } from '../contracts/events';

type Json = Readonly<Record<string, unknown>>;

const document = generated as Json;
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Json>>>>;
const components = document['components'] as Readonly<Record<string, Json>>;
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(document, 'openapi');
const compile = (pointer: string) => ajv.compile({ $ref: `openapi#${pointer}` });
const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function* nodesOf(value: unknown, pointer = ''): Generator<{ pointer: string; node: Json }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { pointer, node: value as Json };
  for (const [name, child] of Object.entries(value)) yield* nodesOf(child, `${pointer}/${escape(name)}`);
}

function resolve(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (node, step) => (node as Json | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
}

describe('the OpenAPI document', () => {
  it('has what OpenAPI 3.1 requires at its root', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\.\d+$/) as unknown,
      info: { title: expect.any(String) as unknown, version: API_VERSION },
      servers: [{ url: '/' }],
    });
  });

  it('has a path for each contract and each other route', () => {
    expect(Object.keys(paths).sort()).toEqual([
      '/api',
      '/api/contracts',
      '/api/contracts/{type}',
      '/api/contracts/{type}/{version}',
      '/api/gold',
      '/api/gold/{table}',
      '/api/health',
      '/api/ingest/customers/profile',
      '/api/ingest/ecommerce/clickstream',
      '/api/ingest/ecommerce/order',
      '/api/ingest/iot/telemetry',
      '/api/ingest/logistics/shipment',
      '/api/openapi.json',
      '/api/quarantine',
      '/api/quarantine/reopen',
      '/api/quarantine/replay',
      '/api/quarantine/replays',
      '/api/quarantine/{id}',
      '/api/ready',
      '/api/refresh',
      '/api/refresh/{id}',
      '/api/refresh/{id}/tasks/{task}',
      '/api/serve',
      '/api/serve/{view}',
      '/api/serve/{view}/changes',
      '/api/simulate/{source}',
      '/api/status',
    ]);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation['operationId']);
    expect(new Set(ids).size).toBe(operations.length);
    expect(ids).not.toContain(undefined);
  });

  it('declares exactly the path parameters of each path', () => {
    for (const { path, operation } of operations) {
      const parameters = (operation['parameters'] ?? []) as readonly Json[];
      const declared = parameters.filter((parameter) => parameter['in'] === 'path').map(({ name }) => name);
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      for (const parameter of parameters) {
        expect(parameter).toHaveProperty('schema');
        if (parameter['in'] === 'path') expect(parameter).toHaveProperty('required', true);
      }
    }
  });

  it('describes each response', () => {
    for (const { operation } of operations) {
      const responses = operation['responses'] as Readonly<Record<string, Json>>;
      expect(Object.keys(responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        const resolved = typeof response['$ref'] === 'string' ? resolve(response['$ref']) : response;
        expect(resolved).toHaveProperty('description');
      }
    }
  });

  it('has no broken references', () => {
    const refs = [...nodesOf(document)]
      .map(({ node }) => node['$ref'])
      .filter((ref) => typeof ref === 'string');
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect([ref, resolve(ref) !== undefined]).toEqual([ref, true]);
  });

  it('names components as OpenAPI allows', () => {
    for (const group of Object.values(components)) {
      for (const name of Object.keys(group)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
    }
  });

  it('has only schemas that are valid JSON Schema 2020-12', () => {
    for (const name of Object.keys(components['schemas'] ?? {})) {
      expect(ajv.validateSchema((components['schemas'] as Readonly<Record<string, Json>>)[name] ?? {})).toBe(
        true,
      );
      expect(() => compile(`/components/schemas/${escape(name)}`)).not.toThrow();
    }
  });

  it('has examples that match their schemas', () => {
    let seen = 0;
    for (const { pointer, node } of nodesOf(paths, '/paths')) {
      if (typeof node['schema'] !== 'object' || typeof node['examples'] !== 'object') continue;
      const validate = compile(`${pointer}/schema`);
      for (const { value } of Object.values(node['examples'] as Record<string, { value: unknown }>)) {
        expect([validate(value), validate.errors]).toEqual([true, null]);
        seen++;
      }
    }
    expect(seen).toBeGreaterThanOrEqual(30);
  });

  it('describes the envelope that validation accepts', () => {
    for (const contract of registry.all()) {
      const validate = compile(`/components/schemas/${contract.type}.v${contract.version}.event`);
      const [example] = contract.schema['examples'] as readonly unknown[];
      expect(validate(JSON.parse(envelopeText(contract, example)))).toBe(true);
      expect(validate(JSON.parse(envelopeText(contract, {})))).toBe(false);
    }
  });
});
