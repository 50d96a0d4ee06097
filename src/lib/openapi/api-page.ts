import { type Markup, markup } from '../platform/http/markup';

type Content = Readonly<
  Record<
    string,
    { readonly schema?: unknown; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }
  >
>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: unknown;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** The part of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Shows an OpenAPI document without scripts: its operations by group, then its shapes. */
export function toApiPage({ info, tags, paths, components }: ApiDocument): Markup {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = tags.map(({ name, description }) => {
    const ofGroup = operations.filter(({ operation }) => operation.tags.includes(name));
    return markup`<h2>${name}</h2>\n<p>${description}</p>\n${ofGroup.map(toOperation)}`;
  });
  return markup`<h1>HTTP API of Sluice</h1>
<p>${info.description}</p>
<p class="quiet">API version ${info.version}. All times are in UTC. <a href="/api/openapi.json">The same as OpenAPI 3.1</a>, <a href="/api">the front page</a>.</p>
${groups}<h2>Shapes</h2>
<p>The JSON Schema of every body and answer that a route names.</p>
${Object.entries(components.schemas).map(([name, schema]) => toShape(name, schema))}`;
}

interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function toOperation({ path, method, operation }: PlacedOperation): Markup {
  const { operationId, summary, description, security, parameters = [], requestBody, responses } = operation;
  const key = security === undefined ? 'Needs no key.' : 'In Azure this needs the header x-functions-key.';
  const answers = Object.entries(responses).map(
    ([status, { description: meaning, content }]) =>
      markup`<tr><td>${status}</td><td>${meaning}</td><td>${toShapes(content)}</td></tr>\n`,
  );
  return markup`<details><summary><b>${method}</b> <code>${path}</code> ${summary}</summary><div id="${operationId}">
${description === undefined ? '' : markup`<p>${description}</p>`}
<p class="quiet">${key}</p>
${parameters.length === 0 ? '' : toParameters(parameters)}
${requestBody === undefined ? '' : markup`<h3>Body</h3>${toContent(requestBody.content)}`}
<h3>Answers</h3>
<div class="wide"><table>
<thead><tr><th>Status</th><th>Meaning</th><th>Shape</th></tr></thead>
<tbody>
${answers}</tbody>
</table></div>
</div></details>
`;
}

function toParameters(parameters: readonly Parameter[]): Markup {
  const rows = parameters.map(({ name, in: place, required, description = '', schema }) => {
    const where = required === true ? `${place}, required` : place;
    return markup`<tr><td><code>${name}</code></td><td>${where}</td><td>${toValue(schema)}</td><td>${description}</td></tr>\n`;
  });
  return markup`<h3>Parameters</h3>
<div class="wide"><table>
<thead><tr><th>Name</th><th>In</th><th>Value</th><th>Meaning</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

/** A value in a few words: its type or its choices, and its default. */
function toValue(schema: Schema = {}): Markup {
  if (schema.$ref !== undefined) return toLinks(JSON.stringify(schema.$ref));
  const { type = 'any', format, enum: choices } = schema;
  const kind =
    choices === undefined
      ? [[type].flat().join(' or '), format].filter((part) => part !== undefined).join(', ')
      : choices.map((choice) => JSON.stringify(choice)).join(', ');
  return markup`${kind}${schema.default === undefined ? '' : `; default ${JSON.stringify(schema.default)}`}`;
}

function toContent(content: Content): Markup {
  const forms = Object.entries(content).map(([type, { schema, examples = {} }]) => {
    const example = Object.values(examples)[0];
    return markup`<p><code>${type}</code></p>
${schema === undefined ? '' : markup`<pre tabindex="0">${toLinks(JSON.stringify(schema, undefined, 2))}</pre>`}
${example === undefined ? '' : markup`<p>Example</p><pre tabindex="0">${toText(example.value)}</pre>`}`;
  });
  return markup`${forms}`;
}

function toShapes(content: Content = {}): Markup {
  return markup`${Object.values(content).map(({ schema }) => toLinks(JSON.stringify(schema ?? {})))}`;
}

/** A fragment opens the part around its target, so the id is inside. */
function toShape(name: string, schema: unknown): Markup {
  return markup`<details><summary><code>${name}</code></summary><div id="shape-${name}">
<pre tabindex="0">${toLinks(JSON.stringify(schema, undefined, 2))}</pre>
</div></details>
`;
}

/** JSON in which each reference to a shape is a link. A reference alone is only the link. */
function toLinks(json: string): Markup {
  const parts = json.split(/(?:\{\s*"\$ref":\s*)?"#\/components\/schemas\/([^"]+)"(?:\s*\})?/);
  const linked = parts.map((part, at) =>
    at % 2 === 0 ? markup`${part}` : markup`<a href="#shape-${part}">${part}</a>`,
  );
  return markup`${linked}`;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
