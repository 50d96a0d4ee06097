import { type ContractDescription } from './contract';
import { contracts } from './generated/contracts';
import { type Source } from './source';

/** All contracts of the app. */
export interface ContractCatalog<C extends ContractDescription = ContractDescription> {
  /** Returns every version of every type, ordered by type, then by version. */
  all(): readonly C[];
  /** Returns one version of a type; without a version the newest. */
  find(type: string, version?: number): C | undefined;
  /** Returns every version of every type of one source. */
  ofSource(source: Source): readonly C[];
}

/** Opens the contracts of `schemas/` as data, without their validators. */
export function openCatalog(): ContractCatalog {
  return createCatalog<ContractDescription>(contracts);
}

/** @param contracts ordered by type, then by version */
export function createCatalog<C extends ContractDescription>(contracts: readonly C[]): ContractCatalog<C> {
  const newest = new Map<string, C>();
  for (const contract of contracts) {
    if (contract.version > (newest.get(contract.type)?.version ?? 0)) newest.set(contract.type, contract);
  }
  return {
    all: () => contracts,
    find: (type, version) =>
      version === undefined
        ? newest.get(type)
        : contracts.find((contract) => contract.type === type && contract.version === version),
    ofSource: (source) => contracts.filter((contract) => contract.source === source),
  };
}

/** A JSON Schema as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DEFS = '#/$defs/';
/** Keywords whose value is a schema. All other values except that of `properties` are copied. */
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(['items', 'if', 'then', 'else']);

/**
 * Returns the same schema with each `$ref` to `#/$defs/<name>` replaced by its definition, and without `$defs`.
 * Keywords next to a `$ref` (title, description) override those of the definition.
 *
 * Contracts have no recursive references. The generator refuses them first.
 */
export function inlineRefs(schema: JsonSchema): JsonSchema {
  const definitions = isObject(schema['$defs']) ? schema['$defs'] : {};

  const inline = (node: unknown): unknown => {
    if (!isObject(node)) return node;
    const inlined: Record<string, unknown> = {};
    const ref = node['$ref'];
    if (typeof ref === 'string' && ref.startsWith(DEFS)) {
      Object.assign(inlined, inline(definitions[ref.slice(DEFS.length)]));
    }
    for (const [keyword, value] of Object.entries(node)) {
      if (keyword === '$ref' || keyword === '$defs') continue;
      if (keyword === 'properties' && isObject(value)) {
        inlined[keyword] = Object.fromEntries(
          Object.entries(value).map(([name, shape]) => [name, inline(shape)]),
        );
      } else {
        inlined[keyword] = SCHEMA_KEYWORDS.has(keyword) ? inline(value) : value;
      }
    }
    return inlined;
  };

  return inline(schema) as JsonSchema;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
