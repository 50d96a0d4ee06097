import { type ContractMetadata } from '../../src/lib/contracts/contract';
import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';
import { type Problem, pointerStep } from '../contracts/problem';
import { type SchemaFile } from '../contracts/schema-file';
import { isObject } from '../contracts/walk-schema';
import { toScalarType, typeOf } from './nested-type';

/** All versions of one type as one shape: the relation that Silver reads. */
export interface UnitedContract {
  /** Name of the relation and the table: the type with `_` for signs that names cannot have. */
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly versions: readonly number[];
  /** Files of all versions, relative to the folder of schemas. */
  readonly files: readonly string[];
  readonly title: string;
  readonly description: string;
  /** From the newest version. */
  readonly metadata: ContractMetadata;
  /** Without references. It has the fields of all versions, each described by the newest version that has it. */
  readonly schema: JsonSchema;
}

/** `iot.telemetry` → `iot_telemetry`. */
export function relationName(type: string): string {
  return type.replaceAll(/[.-]/g, '_');
}

/**
 * Unites the versions of each type. Expects files that passed the checks of tools/contracts, by type and version.
 * Versions that do not fit into one table become problems.
 */
export function uniteVersions(files: readonly SchemaFile[]): {
  readonly contracts: readonly UnitedContract[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const types = new Map<string, SchemaFile[]>();
  for (const file of files) types.set(file.type, [...(types.get(file.type) ?? []), file]);
  const contracts = Array.from(types.values(), (versions) => unite(versions, problems));
  return { contracts, problems };
}

function unite(versions: readonly SchemaFile[], problems: Problem[]): UnitedContract {
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('a type without versions');
  const metadata = newest.schema['x-contract'] as ContractMetadata;
  let schema: JsonSchema = {};
  for (const { file, schema: version } of versions) {
    const own = version['x-contract'] as ContractMetadata;
    for (const member of ['eventId', 'eventTime', 'history'] as const) {
      if (JSON.stringify(own[member]) === JSON.stringify(metadata[member])) continue;
      problems.push({
        file: newest.file,
        pointer: `/x-contract/${member}`,
        message: `${file} differs, but all versions share one table`,
        remedy: `use the same value in every version of ${newest.type}`,
      });
    }
    schema = uniteShapes(schema, inlineRefs(version), { file: newest.file, pointer: '', problems });
  }
  return {
    name: relationName(newest.type),
    type: newest.type,
    source: newest.source,
    versions: versions.map(({ version }) => version),
    files: versions.map(({ file }) => file),
    title: String(newest.schema['title']),
    description: String(newest.schema['description']),
    metadata,
    schema,
  };
}

interface Place {
  readonly file: string;
  readonly pointer: string;
  readonly problems: Problem[];
}

/** The later shape, plus the fields of the earlier one, with bounds and required fields that hold for both. */
function uniteShapes(earlier: JsonSchema, later: JsonSchema, place: Place): JsonSchema {
  if (Object.keys(earlier).length === 0) return later;
  if (kindOf(earlier) !== kindOf(later)) {
    place.problems.push({
      file: place.file,
      pointer: place.pointer,
      message: `the field was ${kindOf(earlier)} in an earlier version and is ${kindOf(later)}; all versions share one column`,
      remedy: 'give the field of the other type another name',
    });
    return later;
  }
  const united: Record<string, unknown> = { ...later, ...uniteBounds(earlier, later) };
  // A condition of one version does not apply to the others.
  const conditions = ['if', 'then', 'else'] as const;
  if (conditions.some((name) => JSON.stringify(earlier[name]) !== JSON.stringify(later[name])))
    for (const name of conditions) Reflect.deleteProperty(united, name);
  if (Array.isArray(earlier['required']) || Array.isArray(later['required'])) {
    const [before, after] = [earlier, later].map(({ required = [] }) => required as readonly string[]);
    united['required'] = after?.filter((name) => before?.includes(name)) ?? [];
  }
  if (isObject(earlier['properties']) && isObject(later['properties'])) {
    const properties: Record<string, unknown> = { ...earlier['properties'] };
    for (const [name, shape] of Object.entries(later['properties'])) {
      const before = properties[name];
      properties[name] = uniteShapes(isObject(before) ? before : {}, isObject(shape) ? shape : {}, {
        ...place,
        pointer: `${place.pointer}/properties${pointerStep(name)}`,
      });
    }
    united['properties'] = properties;
  }
  if (isObject(earlier['items']) && isObject(later['items'])) {
    const pointer = `${place.pointer}/items`;
    united['items'] = uniteShapes(earlier['items'], later['items'], { ...place, pointer });
  }
  return united;
}

/** The bounds of a number that fits either contract. */
function uniteBounds(earlier: JsonSchema, later: JsonSchema): JsonSchema {
  const bounds = (name: string): readonly number[] =>
    [earlier[name], later[name]].filter((bound) => typeof bound === 'number');
  const [minima, maxima] = [bounds('minimum'), bounds('maximum')];
  if (minima.length < 2 || maxima.length < 2) return {};
  return { minimum: Math.min(...minima), maximum: Math.max(...maxima) };
}

/** Two shapes of one kind can share a column. */
function kindOf(schema: JsonSchema): string {
  return toScalarType(schema) ?? typeOf(schema);
}
