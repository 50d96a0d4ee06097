import { toNestedType } from './nested-type';
import { type UnitedContract } from './united-contract';

/**
 * The text of lakehouse/generated/bronze.json: for each relation `bronze.<name>` its contract, its source, its versions
 * and the type of `event`.
 */
export function writeBronze(contracts: readonly UnitedContract[]): string {
  const relations = contracts.map(({ name, type, source, versions, schema }) => [
    name,
    { contract: type, source, versions, event: { struct: { ...ENVELOPE, data: toNestedType(schema) } } },
  ]);
  const text = JSON.stringify(Object.fromEntries(relations), undefined, 2);
  // Lists of versions on one line, as the formatter has them.
  return `${text.replaceAll(/\[\s+([\d,\s]+?)\s+\]/g, (_, list: string) => `[${list.replaceAll(/\s+/g, ' ')}]`)}\n`;
}

/** CloudEvents attributes that a model may read, besides `data`. */
const ENVELOPE = {
  id: 'string',
  source: 'string',
  type: 'string',
  time: 'timestamp',
  partitionkey: 'string',
  traceparent: 'string',
} as const;
