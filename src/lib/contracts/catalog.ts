import { type ContractDescription } from './contract';
import { contracts } from './generated/contracts';
import { type Source } from './source';

/** All contracts that the app knows. */
export interface ContractCatalog<C extends ContractDescription = ContractDescription> {
  /** Every version of every type, by type, then by version. */
  all(): readonly C[];
  /** One version of a type; the newest when no version is given. */
  find(type: string, version?: number): C | undefined;
  /** Every version of every type of one source. */
  ofSource(source: Source): readonly C[];
}

/** The contracts of `schemas/` as data, without their validators. */
export function openCatalog(): ContractCatalog {
  return createCatalog<ContractDescription>(contracts);
}

/** @param contracts by type, then by version */
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
/** Keywords whose value is a schema; the value of every other keyword but `properties` is taken as it is. */
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(['items', 'if', 'then', 'else']);

/**
 * The same schema with each `$ref` to `#/$defs/<name>` replaced by what it names, and without `$defs`. What stands
 * beside a `$ref` (title, description) wins over the definition's.
 *
 * Contracts hold no recursive references; the generator refuses them before anything is inlined.
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
