import { type z } from 'zod';
import {
  type ApiProblems,
  type ApiResponse,
  type ApiRoute,
  problem,
  type ProblemStatus,
} from '../../src/lib/platform/http/api-shapes';
import { PROBLEM_RESPONSES } from './problem-responses';
import { type JsonSchema, type SchemaWriter } from './schema-writer';

/** A value of an object of the document. */
type Part = Record<string, unknown>;

/** The Operation Object of a route (https://spec.openapis.org/oas/v3.1.1.html#operation-object). */
export function toOperation(route: ApiRoute, writer: SchemaWriter): Part {
  const parameters = [
    ...toParameters('path', route.params, writer),
    ...toParameters('query', route.query, writer),
    ...toParameters('header', route.headers, writer),
  ];
  const operation: Part = { operationId: route.operationId, tags: [route.tag], summary: route.summary };
  if (route.description !== undefined) operation['description'] = route.description;
  if (route.auth === 'function') operation['security'] = [{ functionKey: [] }];
  if (parameters.length > 0) operation['parameters'] = parameters;
  if (route.body !== undefined) {
    operation['requestBody'] = { required: true, content: toContent(route.body, writer) };
  }
  operation['responses'] = {
    ...Object.fromEntries(
      Object.entries(route.responses).map(([status, response]) => [status, toResponse(response, writer)]),
    ),
    ...Object.fromEntries(
      Object.entries(route.problems).map(([status, problems]) => [
        status,
        toProblem(Number(status) as ProblemStatus, problems, writer),
      ]),
    ),
  };
  return operation;
}

/** `components.responses`: a problem of each status without additional members. */
export function toSharedResponses(writer: SchemaWriter): Part {
  const schema = writer.write(problem);
  return Object.fromEntries(
    Object.values(PROBLEM_RESPONSES).map(({ name, ...response }) => [
      name,
      { ...response, content: { 'application/problem+json': { schema } } },
    ]),
  );
}

function toParameters(
  place: 'path' | 'query' | 'header',
  shape: z.ZodObject | undefined,
  writer: SchemaWriter,
): Part[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = writer.write(shape) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, examples, ...schema } = property as JsonSchema & { examples?: readonly unknown[] };
    const parameter: Part = { name, in: place };
    if (required.includes(name)) parameter['required'] = true;
    if (description !== undefined) parameter['description'] = description;
    // Names that are not known in advance: each member is its own parameter.
    if (schema['type'] === 'object') Object.assign(parameter, { style: 'form', explode: true });
    parameter['schema'] = schema;
    if (examples !== undefined) parameter['example'] = examples[0];
    return parameter;
  });
}

function toContent(content: Readonly<Record<string, z.ZodType>>, writer: SchemaWriter): Part {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, shape]) => [mediaType, { schema: writer.write(shape) }]),
  );
}

function toResponse({ description, content, headers }: ApiResponse, writer: SchemaWriter): Part {
  const response: Part = { description, content: toContent(content, writer) };
  if (headers !== undefined) {
    const named = toParameters('header', headers, writer).map(
      ({ name, description, schema }) => [String(name), { description, schema }] as const,
    );
    response['headers'] = Object.fromEntries(named);
  }
  return response;
}

/** The shared response with the codes of this route, or its own response if the problem has more members. */
function toProblem(
  status: ProblemStatus,
  problems: readonly string[] | ApiProblems,
  writer: SchemaWriter,
): Part {
  const { codes, shape }: ApiProblems = 'codes' in problems ? problems : { codes: problems };
  const { name, description: meaning, headers } = PROBLEM_RESPONSES[status];
  const description = `${meaning} Code: ${codes.map((code) => `\`${code}\``).join(', ')}.`;
  if (shape === undefined) return { $ref: `#/components/responses/${name}`, description };
  const response: Part = {
    description,
    content: { 'application/problem+json': { schema: writer.write(shape) } },
  };
  if (headers !== undefined) response['headers'] = headers;
  return response;
}
