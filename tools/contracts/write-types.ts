import { compile } from 'json-schema-to-typescript';
import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';
import { isObject } from './walk-schema';

/**
 * The text of `types.ts`: one interface per contract (`IotTelemetryV1`), and an alias for the newest
 * (`IotTelemetry`).
 */
export async function writeTypes(files: readonly SchemaFile[]): Promise<string> {
  const parts = [GENERATED_NOTICE];
  for (const [index, { type, version, schema }] of files.entries()) {
    const name = toTypeName(type);
    const interfaceText = await compile(withoutNames(inlineRefs(schema)), `${name}V${version}`, {
      additionalProperties: false,
      bannerComment: '',
      ignoreMinAndMaxItems: true,
      format: false,
    });
    parts.push(indent(interfaceText));
    if (files[index + 1]?.type !== type) {
      parts.push(`/** The newest version of \`${type}\`. */\nexport type ${name} = ${name}V${version};`);
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** Indents by braces, because the compiler breaks lines at the right places. */
function indent(text: string): string {
  let depth = 0;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .map((line) => {
      if (line.startsWith('*')) return `${'  '.repeat(depth)} ${line}`;
      if (line.startsWith('}')) depth--;
      const indented = '  '.repeat(depth) + line;
      if (line.endsWith('{')) depth++;
      return indented;
    });
  return lines.join('\n');
}

/** `iot.telemetry` → `IotTelemetry`. */
export function toTypeName(type: string): string {
  return type
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Removes keywords that rename a type, repeat the examples in comments, or do not affect a type. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '$id',
  'title',
  'examples',
  'x-contract',
  'if',
  'then',
  'else',
]);

function withoutNames(schema: JsonSchema): Record<string, unknown> {
  const strip = (node: unknown): unknown => {
    if (!isObject(node)) return node;
    const kept = Object.fromEntries(Object.entries(node).filter(([keyword]) => !LEFT_OUT.has(keyword)));
    const { properties, items } = node;
    if (isObject(properties)) {
      kept['properties'] = Object.fromEntries(
        Object.entries(properties).map(([name, shape]) => [name, strip(shape)]),
      );
    }
    if (items !== undefined) kept['items'] = strip(items);
    return kept;
  };
  return strip(schema) as Record<string, unknown>;
}
