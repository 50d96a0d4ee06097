import { code, escapeText, table } from './markdown';
import { type OpenApi, type Operation, type Response, type Schema } from './open-api';

/** One page of the API reference, with the operations of one tag. */
export interface ApiPage {
  readonly tag: string;
  readonly text: string;
}

/** Writes the reference of the HTTP API from the OpenAPI document of the app, one page per tag. */
export function writeApiReference(document: OpenApi): readonly ApiPage[] {
  return document.tags.map(({ name, description }) => ({
    tag: name,
    text: [
      `# API: ${name}`,
      escapeText(description),
      'The app serves the whole document, with schemas of all bodies, at `/api/openapi.json`.',
      ...operationsOf(document, name).map(({ path, method, operation }) =>
        writeOperation(document, path, method, operation),
      ),
    ].join('\n\n'),
  }));
}

function operationsOf(document: OpenApi, tag: string) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ path, method, operation })),
  );
}

function writeOperation(document: OpenApi, path: string, method: string, operation: Operation): string {
  const bodies = Object.keys(operation.requestBody?.content ?? {});
  return [
    `## ${method.toUpperCase()} ${path.replaceAll('{', '\\{')}`,
    `${escapeText(operation.summary)}.`,
    escapeText(operation.description ?? ''),
    operation.security === undefined ? '' : 'Needs the function key (`x-functions-key`) in Azure.',
    bodies.length === 0 ? '' : `Body: ${bodies.map(code).join(', ')}.`,
    table(
      ['Parameter', 'In', 'Type', 'Description'],
      (operation.parameters ?? []).map((parameter) => [
        code(parameter.name),
        parameter.in,
        shapeOf(parameter.schema),
        escapeText(parameter.description ?? parameter.schema.description ?? ''),
      ]),
    ),
    table(
      ['Status', 'Body', 'Description'],
      Object.entries(operation.responses).map(([status, response]) => {
        const { content, description } = resolve(document, response);
        return [
          status,
          Object.keys(content ?? {})
            .map(code)
            .join(', '),
          escapeText(description ?? ''),
        ];
      }),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Resolves the reference of a response, and keeps the more specific description of the response itself. */
function resolve(document: OpenApi, response: Response): Response {
  const name = response.$ref?.split('/').at(-1);
  if (name === undefined) return response;
  const target = document.components.responses[name];
  return { description: response.description ?? target?.description ?? '', content: target?.content ?? {} };
}

function shapeOf(schema: Schema): string {
  const parts: string[] = [];
  if (schema.enum !== undefined) parts.push(schema.enum.map((value) => code(String(value))).join(', '));
  else if (schema.type !== undefined) parts.push([schema.type].flat().join(' or '));
  if (schema.format !== undefined) parts.push(`(${schema.format})`);
  if (schema.minimum !== undefined && schema.maximum !== undefined) {
    parts.push(`from ${schema.minimum} to ${schema.maximum}`);
  }
  if (schema.default !== undefined) parts.push(`default ${code(JSON.stringify(schema.default))}`);
  return parts.join(' ');
}
