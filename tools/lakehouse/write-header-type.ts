import { compile } from 'json-schema-to-typescript';
import { isObject } from '../contracts/walk-schema';

/**
 * The text of the engine's `model-header.ts`: the type of a model's header.
 *
 * @param schema lakehouse/model.schema.json
 */
export async function writeHeaderType(schema: Readonly<Record<string, unknown>>): Promise<string> {
  const text = await compile(toShape(schema) as Record<string, unknown>, 'ModelHeader', {
    additionalProperties: false,
    bannerComment:
      '// Written by `npm run generate` from lakehouse/model.schema.json. Change the schema, not this file.',
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return text;
}

/** Keywords that do not affect the type, or would give it another name. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '$id',
  'title',
  'allOf',
  'dependentRequired',
  'propertyNames',
  'if',
]);

/** Converts a choice by conditions to a union, which a type can express. */
function toShape(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toShape);
  if (!isObject(node)) return node;
  const { then, else: otherwise, ...rest } = node;
  if (then !== undefined && otherwise !== undefined)
    return { description: rest['description'], anyOf: [toShape(then), toShape(otherwise)] };
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([keyword]) => !LEFT_OUT.has(keyword))
      .map(([keyword, value]) => [keyword, toShape(value)]),
  );
}
