import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isObject } from '../contracts/walk-schema';

/** A JSON Schema as data. */
export type JsonSchema = Record<string, unknown>;

/** Converts shapes to JSON Schema 2020-12. A shape with an id becomes a component, and a reference at each use. */
export class SchemaWriter {
  /** By id. */
  readonly components = new Map<string, JsonSchema>();

  /** @throws Error if two different shapes have the same id */
  write(shape: z.ZodType): JsonSchema {
    // For requests: a parameter with a default is optional, and answers may get more members later.
    const written = z.toJSONSchema(shape, { io: 'input' });
    const { $defs = {}, ...schema } = written as JsonSchema & { $defs?: Record<string, JsonSchema> };
    delete schema['$schema'];
    for (const [id, definition] of Object.entries($defs))
      this.#add(id, toComponent(definition) as JsonSchema);
    return toComponent(schema) as JsonSchema;
  }

  #add(id: string, schema: JsonSchema): void {
    const before = this.components.get(id);
    if (before !== undefined && !isDeepStrictEqual(before, schema)) {
      throw new Error(`Two shapes have the id ${id}; give one of them another.`);
    }
    this.components.set(id, schema);
  }
}

/** The schema with references to components, without zod's additions that readers do not need. */
function toComponent(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toComponent);
  if (!isObject(node)) return node;
  const schema: JsonSchema = {};
  for (const [keyword, value] of Object.entries(node)) {
    const isRef = keyword === '$ref' && typeof value === 'string';
    schema[keyword] = isRef ? value.replace(/^#\/\$defs\//, '#/components/schemas/') : toComponent(value);
  }
  return foldNull(tidy(schema));
}

function tidy(schema: JsonSchema): JsonSchema {
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  // The format implies the pattern, which is longer than the rest of the schema.
  if (schema['format'] === 'date-time') delete schema['pattern'];
  if (isDeepStrictEqual(schema['propertyNames'], { type: 'string' })) delete schema['propertyNames'];
  return schema;
}

/** Replaces `anyOf` of a plain type and null by a list of types. */
function foldNull({ anyOf, ...rest }: JsonSchema): JsonSchema {
  if (!Array.isArray(anyOf)) return rest;
  const [plain, none] = anyOf as readonly JsonSchema[];
  const isPlain = typeof plain?.['type'] === 'string' && !('enum' in plain) && !('const' in plain);
  if (anyOf.length !== 2 || none?.['type'] !== 'null' || !isPlain) return { anyOf, ...rest };
  return { ...plain, type: [plain['type'], 'null'], ...rest };
}
