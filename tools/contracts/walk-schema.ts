import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { pointerStep } from './problem';

export interface SchemaNode {
  readonly pointer: string;
  readonly node: JsonSchema;
}

/**
 * Returns every schema inside a schema, itself first, with its JSON Pointer. Covers the keywords of
 * contract.meta.json.
 */
export function* walkSchema(node: unknown, pointer = ''): Generator<SchemaNode> {
  if (!isObject(node)) return;
  yield { pointer, node };
  for (const keyword of ['properties', '$defs']) {
    const named = node[keyword];
    if (!isObject(named)) continue;
    for (const [name, child] of Object.entries(named)) {
      yield* walkSchema(child, `${pointer}${pointerStep(keyword)}${pointerStep(name)}`);
    }
  }
  for (const keyword of ['items', 'if', 'then', 'else'])
    yield* walkSchema(node[keyword], `${pointer}/${keyword}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
