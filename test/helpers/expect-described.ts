import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import document from '../../src/lib/openapi/generated/openapi.json';

type Json = Readonly<Record<string, unknown>>;

/** An answer as a handler gives it. */
export interface DescribedAnswer {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body. */
  readonly body: string;
}

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema({ ...(toStrict(document) as object), $id: 'openapi' });
const validators = new Map<string, ValidateFunction>();

/**
 * Asserts that the OpenAPI document describes an answer: its status, its media type, its body with no member beyond those
 * described, and the code of a problem.
 *
 * @param path as it was asked for, without a query
 */
export function expectDescribed(method: string, path: string, answer: DescribedAnswer): void {
  const { status = 200, headers, body } = answer;
  const template = findTemplate(path, method.toLowerCase());
  expect({ path, method, template }).toEqual({ path, method, template: expect.any(String) as string });
  const pointer = ['paths', template ?? '', method.toLowerCase(), 'responses', String(status)];
  const operation = at(pointer);
  expect({ method, path, status, isDescribed: operation !== undefined }).toMatchObject({ isDescribed: true });
  const { $ref, description } = operation as { readonly $ref?: string; readonly description: string };
  const place = $ref === undefined ? pointer : $ref.slice('#/'.length).split('/');
  const mediaType = headers['content-type'] ?? '';
  const validate = toValidator([...place, 'content', mediaType, 'schema']);
  const value: unknown = /[/+]json$/.test(mediaType) ? JSON.parse(body) : body;
  validate(value);
  expect({ method, path, status, errors: validate.errors }).toMatchObject({ errors: null });
  if (mediaType !== 'application/problem+json') return;
  const codes = [...description.matchAll(/`(\w+)`/g)].map(([, code]) => code);
  expect({ method, path, status, codes }).toMatchObject({
    codes: expect.arrayContaining([(value as { readonly code: string }).code]) as string[],
  });
}

/**
 * The same for an answer over the wire. What the host itself answers, and what has no contract, is no route of the
 * document.
 */
export async function expectDescribedResponse(method: string, response: Response): Promise<void> {
  const path = decodeURIComponent(new URL(response.url).pathname);
  const mediaType = response.headers.get('content-type') ?? '';
  if (!/[/+]json$/.test(mediaType) || findTemplate(path, method.toLowerCase()) === undefined) return;
  expectDescribed(method, path, {
    status: response.status,
    headers: { 'content-type': mediaType },
    body: await response.text(),
  });
}

/** The path of the document that fits best: with most segments as they are. */
function findTemplate(path: string, method: string): string | undefined {
  const segments = path.split('/');
  const fitting = Object.entries(document.paths as Readonly<Record<string, Json>>).filter(
    ([template, item]) => {
      const parts = template.split('/');
      return (
        method in item &&
        parts.length === segments.length &&
        parts.every((part, index) => part.startsWith('{') || part === segments[index])
      );
    },
  );
  const variables = (template: string): number => template.split('{').length;
  return fitting.map(([template]) => template).sort((a, b) => variables(a) - variables(b))[0];
}

function toValidator(place: readonly string[]): ValidateFunction {
  const $ref = `openapi#/${place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const found = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, found);
  return found;
}

function at(place: readonly string[]): unknown {
  return place.reduce<unknown>((node, step) => (node as Json | undefined)?.[step], document);
}

/** Closes each object whose members are described: what is not described is not answered. */
function toStrict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toStrict);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, toStrict(value)]));
  const isOpen =
    typeof copy['properties'] === 'object' && 'type' in copy && !('additionalProperties' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
