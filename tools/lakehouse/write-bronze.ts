import { createHash } from 'node:crypto';
import { eventChecks } from './event-checks';
import { toNestedType } from './nested-type';
import { type UnitedContract } from './united-contract';

/** Version of the way in which the engines read an event. Raising it makes them try all rejected events again. */
const READING = 1;

/**
 * The text of lakehouse/models/generated/bronze.json. For each relation `bronze.<name>` it has the contract, source,
 * versions, type of `event`, and the checks before the cast. It also has the rule: a hash of the checks, the type and
 * the models of the contract. Events that another rule rejected are tried again.
 *
 * @param models by relation: the texts of the models that read it
 */
export function writeBronze(
  contracts: readonly UnitedContract[],
  models: ReadonlyMap<string, readonly string[]>,
): string {
  const relations = contracts.map(({ name, type, source, versions, schema }) => {
    const event = { struct: { ...ENVELOPE, data: toNestedType(schema) } };
    const checks = eventChecks(schema);
    const rule = createHash('sha256')
      .update(JSON.stringify([READING, event, checks, models.get(name) ?? []]))
      .digest('hex')
      .slice(0, RULE_DIGITS);
    return [name, { contract: type, source, versions, rule, checks, event }];
  });
  const text = JSON.stringify(Object.fromEntries(relations), undefined, 2);
  // Lists of versions on one line, as the formatter writes them.
  return `${text.replaceAll(/\[\s+([\d,\s]+?)\s+\]/g, (_, list: string) => `[${list.replaceAll(/\s+/g, ' ')}]`)}\n`;
}

const RULE_DIGITS = 16;

/** CloudEvents attributes that a model may read, besides `data`. */
const ENVELOPE = {
  id: 'string',
  source: 'string',
  type: 'string',
  time: 'timestamp',
  partitionkey: 'string',
  traceparent: 'string',
} as const;
