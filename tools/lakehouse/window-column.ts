import { type ContractWindows, type WindowValue } from '../../src/lib/contracts/contract';
import { averageCount, averageSum } from '../contracts/window-names';
import { type SilverColumn } from './silver-column';

/** A column of a batch view that aggregates events. */
export interface WindowColumn {
  readonly name: string;
  readonly type: 'long' | 'double' | 'decimal(28,6)';
  readonly description: string;
  /** SQL of one event's contribution, over its row in Silver. */
  readonly ofEvent: string;
  /** How partial values are combined, for any order and any split of the events. */
  readonly merge: 'sum' | 'min' | 'max';
}

export interface WindowFields {
  /** The column of Silver for a field of the record. */
  readonly find: (pointer: string) => SilverColumn;
  /** SQL that is true for the events that a value includes. */
  readonly toCondition: (where: NonNullable<WindowValue['where']>) => string;
}

/**
 * The columns of all values in their order. An average has two, its sum and its count.
 *
 * An event without the number adds nothing to a sum, so a sum without numbers is 0, as in the live windows. Integers
 * are cast with room for all digits that a contract allows.
 */
export function windowColumns({ values }: ContractWindows, fields: WindowFields): readonly WindowColumn[] {
  return values.flatMap((value) => toColumns(value, fields));
}

function toColumns({ name, aggregate, path, where }: WindowValue, fields: WindowFields): WindowColumn[] {
  const condition = where === undefined ? undefined : fields.toCondition(where);
  const which = where === undefined ? '' : ` whose ${lastOf(where.path)} is ${String(where.equals)}`;
  if (aggregate === 'count') return [count(name, `Events${which}.`, condition)];
  if (path === undefined) throw new Error(`${name}: ${aggregate} needs a path`);

  const column = fields.find(path);
  const meaning = column.description.replace(/\.$/, '') + (which === '' ? '.' : `, of events${which}.`);
  const number = column.type === 'long' ? 'DECIMAL(22,6)' : 'DECIMAL(18,6)';
  const ofEvent = `coalesce(${ifTrue(condition, `CAST(${column.name} AS ${number})`)}, 0)`;
  const sum = { type: 'decimal(28,6)', ofEvent, merge: 'sum' } as const;
  switch (aggregate) {
    case 'sum':
      return [{ name, description: `Sum: ${meaning}`, ...sum }];
    case 'average': {
      const hasNumber = `${column.name} IS NOT NULL`;
      return [
        { name: averageSum(name), description: `Sum for the average: ${meaning}`, ...sum },
        count(
          averageCount(name),
          `Events in the average: ${meaning}`,
          condition === undefined ? hasNumber : `${condition} AND ${hasNumber}`,
        ),
      ];
    }
    case 'minimum':
    case 'maximum': {
      const [merge, word] =
        aggregate === 'minimum' ? (['min', 'Lowest'] as const) : (['max', 'Highest'] as const);
      const double = column.type === 'double' ? column.name : `CAST(${column.name} AS DOUBLE)`;
      return [
        {
          name,
          type: 'double',
          description: `${word}: ${meaning}`,
          ofEvent: ifTrue(condition, double),
          merge,
        },
      ];
    }
  }
}

function count(name: string, description: string, condition: string | undefined): WindowColumn {
  const ofEvent = condition === undefined ? '1' : `CASE WHEN ${condition} THEN 1 ELSE 0 END`;
  return { name, type: 'long', description, ofEvent, merge: 'sum' };
}

/** The value where the condition holds, otherwise NULL. */
function ifTrue(condition: string | undefined, value: string): string {
  return condition === undefined ? value : `CASE WHEN ${condition} THEN ${value} END`;
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
