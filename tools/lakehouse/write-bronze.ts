import { createHash } from 'node:crypto';
import { eventChecks } from './event-checks';
import { toNestedType } from './nested-type';
import { type UnitedContract } from './united-contract';

/** Counts the ways in which the engines read an event; raised by hand, it makes them try all rejected events again. */
const READING = 1;

/**
 * The text of lakehouse/models/generated/bronze.json: for each relation `bronze.<name>` its contract, its source, its versions,
 * the type of `event`, the checks that an event passes before it is cast, and the rule: a hash that is another one
 * whenever the checks, the type or a model of the contract are. Events that another rule rejected are tried again.
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
  // Lists of versions on one line, as the formatter has them.
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
