import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';
import { isObject } from './walk-schema';

const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$schema',
  '$comment',
  'title',
  'description',
  'deprecated',
  'examples',
  'x-contract',
]);

/** The schema for compilation: references inlined and annotations removed, which keeps the generated code small. */
export function toCompiled(schema: JsonSchema): JsonSchema {
  return strip(inlineRefs(schema)) as JsonSchema;
}

function strip(node: unknown): unknown {
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([keyword]) => !ANNOTATIONS.has(keyword))
      .map(([keyword, value]) => [
        keyword,
        keyword === 'properties' && isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([name, shape]) => [name, strip(shape)]))
          : strip(value),
      ]),
  );
}
