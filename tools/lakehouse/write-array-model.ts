import { ARRIVAL_COLUMNS } from './arrival-columns';
import { writeHeader } from './model-header';
import { inLines, selectList } from './select-list';
import { type SilverColumn } from './silver-column';
import { type SilverArray, type SilverTable } from './silver-table';
import { changesTable } from './write-changes-model';
import { EVENT_DATE } from './write-event-model';

/** A table of an array, with the arrays around it, the outermost first. */
export interface ArrayWay {
  readonly table: SilverTable;
  readonly arrays: readonly SilverArray[];
  readonly last: SilverArray;
}

/** Paths to all arrays of a record, including arrays inside arrays. */
export function arrayWays(table: SilverTable): readonly ArrayWay[] {
  const ways = (arrays: readonly SilverArray[], before: readonly SilverArray[]): ArrayWay[] =>
    arrays.flatMap((last) => {
      const way = { table, arrays: [...before, last], last };
      return [way, ...ways(last.arrays, way.arrays)];
    });
  return ways(table.arrays, []);
}

/** All columns of an array's table. */
export function arrayColumns({
  table: { eventId, eventTime, contract },
  arrays,
  last,
}: ArrayWay): readonly SilverColumn[] {
  return [
    { ...eventId, description: `Identity of the event; ${contract.name} has a row with the same value.` },
    ...arrays.map(({ element }): SilverColumn => ({
      name: `${element}_number`,
      type: 'integer',
      description: `Number of each ${element.replaceAll('_', ' ')} from 1, in the order of the event.`,
      expression: `${element}_number`,
    })),
    ...last.columns,
    { ...eventTime, description: `${eventTime.description} As in ${contract.name}.` },
    {
      name: EVENT_DATE,
      type: 'date',
      description: `Day of ${eventTime.name}, in UTC.`,
      expression: `CAST(${eventTime.expression} AS DATE)`,
    },
    ...ARRIVAL_COLUMNS,
  ];
}

/**
 * Joins on the arrival of the event that the events table has, so the lines of duplicates are omitted whatever their
 * content.
 */
export function writeArrayModel(way: ArrayWay): string {
  const { table, arrays, last } = way;
  const { contract, eventId, eventTime } = table;
  const numbers = arrays.map(({ element }) => `${element}_number`);
  const header = writeHeader({
    from: contract.files,
    description: `${last.description} One row an element of ${arrays.map(({ element }) => element).join(', ')}; the event itself is in ${contract.name}.`,
    members: {
      materialise: 'append',
      key: `[${[eventTime.name, eventId.name, ...numbers].join(', ')}]`,
      firstBy: '[enqueued_time, partition, sequence_number]',
      partitionBy: EVENT_DATE,
      bronze: `{ contract: ${contract.type} }`,
    },
    columns: arrayColumns(way),
    expectations: [{ name: 'key_present', check: `${eventId.name} IS NOT NULL`, action: 'fail' }],
  });

  const [first, ...inner] = arrays;
  if (first === undefined) throw new Error('a way without arrays');
  // Each step unnests one array: it numbers the elements first, then reads them by number.
  const carried = [eventId.name, eventTime.name, EVENT_DATE, ...ARRIVAL_COLUMNS.map(({ name }) => name)];
  const steps = [
    {
      name: `${first.element}_rows`,
      text: `  SELECT
${selectList(
  [
    { name: eventId.name, expression: `e.${eventId.name}` },
    { name: eventTime.name, expression: `e.${eventTime.name}` },
    { name: EVENT_DATE, expression: `CAST(e.${eventTime.name} AS DATE)` },
    ...ARRIVAL_COLUMNS.map(({ name }) => ({ name, expression: `e.${name}` })),
    { name: `${first.element}_all`, expression: first.expression },
    { name: `${first.element}_number`, expression: `explode(sequence(1, size(${first.expression})))` },
  ],
  '    ',
)}
  FROM bronze.${contract.name} AS b
  JOIN new_events AS e
    ON e.${eventTime.name} = ${eventTime.expression}
    AND e.${eventId.name} = ${eventId.expression}
    AND e.enqueued_time = b.meta.enqueuedTime
    AND e.partition = b.meta.partition
    AND e.sequence_number = b.meta.sequenceNumber
  WHERE size(${first.expression}) > 0`,
    },
  ];
  let before = first;
  const seen = [`${first.element}_number`];
  for (const array of inner) {
    const element = `element_at(${before.element}_all, ${before.element}_number)`;
    const expression = array.expression.replace(`${before.element}_element`, element);
    steps.push({
      name: `${array.element}_rows`,
      text: `  SELECT
${inLines([...carried, ...seen], '    ')},
${selectList(
  [
    { name: `${array.element}_all`, expression },
    { name: `${array.element}_number`, expression: `explode(sequence(1, size(${expression})))` },
  ],
  '    ',
)}
  FROM ${before.element}_rows
  WHERE size(${expression}) > 0`,
    });
    before = array;
    seen.push(`${array.element}_number`);
  }
  steps.push({
    name: `${last.element}_elements`,
    text: `  SELECT
    ${last.element}_rows.*,
    element_at(${last.element}_all, ${last.element}_number) AS ${last.element}_element
  FROM ${last.element}_rows`,
  });
  const events = contract.metadata.history ? changesTable(contract.name) : contract.name;
  return `${header}
WITH new_events AS (
  SELECT * FROM changed.${events}
),
${steps.map(({ name, text }) => `${name} AS (\n${text}\n)`).join(',\n')}
SELECT
${selectList([
  { name: eventId.name, expression: eventId.name },
  ...numbers.map((name) => ({ name, expression: name })),
  ...last.columns.map(({ name, expression }) => ({ name, expression })),
  { name: eventTime.name, expression: eventTime.name },
  { name: EVENT_DATE, expression: EVENT_DATE },
  ...ARRIVAL_COLUMNS.map(({ name }) => ({ name, expression: name })),
])}
FROM ${last.element}_elements
`;
}
