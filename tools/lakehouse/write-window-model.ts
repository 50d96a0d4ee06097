import { type ContractWindows } from '../../src/lib/contracts/contract';
import { WINDOW_COLUMNS } from '../contracts/window-names';
import { type HeaderColumn, writeHeader } from './model-header';
import { inLines, selectList } from './select-list';
import { type SilverColumn } from './silver-column';
import { type SilverTable } from './silver-table';
import { windowColumns } from './window-column';
import { changesTable } from './write-changes-model';
import { EVENT_DATE } from './write-event-model';

/** Value of a key if the event does not have the field. */
const UNKNOWN = 'unknown';

/** The batch view of a contract's windows. */
export function windowTable(name: string): string {
  return `window_${name}`;
}

/**
 * The batch view of a contract: its windows by the minute, computed from Silver. New events are added to the existing
 * windows, so a refresh costs only the new events. That is safe because Silver has each event once. A late event
 * corrects its minute, and the order of refreshes does not matter: counts and decimals have the same sum in any
 * order.
 */
export function writeWindowModel(table: SilverTable, windows: ContractWindows): string {
  const { contract, eventTime } = table;
  const { history } = contract.metadata;
  // Rows of a history are rewritten with it; its changes are written once.
  const silver = history ? changesTable(contract.name) : contract.name;
  const keys = windows.keys.map(({ name, path }) => ({ name, field: columnOf(table, path) }));
  const values = windowColumns(windows, {
    find: (pointer) => columnOf(table, pointer),
    toCondition: ({ path, equals }) =>
      history ? 'is_deleted' : `${columnOf(table, path).name} = ${literal(equals)}`,
  });

  const place = [
    { name: WINDOW_COLUMNS[0], expression: EVENT_DATE },
    { name: WINDOW_COLUMNS[1], expression: `date_trunc('minute', ${eventTime.name})` },
    ...keys.map(({ name, field }) => ({ name, expression: `coalesce(${field.name}, '${UNKNOWN}')` })),
  ];
  const sums = [
    { name: WINDOW_COLUMNS[2], ofEvent: '1', merge: 'sum' },
    ...values.map(({ name, ofEvent, merge }) => ({ name, ofEvent, merge })),
  ];
  const columns: readonly HeaderColumn[] = [
    { name: WINDOW_COLUMNS[0], type: 'date', description: 'Day of the window, in UTC.' },
    { name: WINDOW_COLUMNS[1], type: 'timestamp', description: 'Start of the minute.' },
    ...keys.map(({ name, field }) => ({
      name,
      type: 'string',
      description: `${field.description} "${UNKNOWN}" if an event has no value.`,
    })),
    { name: WINDOW_COLUMNS[2], type: 'long', description: 'Events of the window, each once.' },
    ...values,
  ];
  const counts = values.filter(({ type }) => type === 'long').map(({ name }) => `${name} <= events`);
  const header = writeHeader({
    from: contract.files,
    description: `${contract.title}, by the minute: the batch view of the live windows.`,
    members: {
      materialise: 'merge',
      key: `[${place.map(({ name }) => name).join(', ')}]`,
      partitionBy: WINDOW_COLUMNS[0],
      stable: stableBecause(place.map(({ name }) => name)),
      affected: `SELECT DISTINCT ${oneLine(place)} FROM changed.${silver}`,
    },
    columns,
    expectations: [
      { name: 'window_present', check: 'window_start IS NOT NULL AND events > 0', action: 'fail' },
      ...(counts.length === 0
        ? []
        : [{ name: 'counts_within_events', check: counts.join(' AND '), action: 'fail' as const }]),
    ],
  });

  const names = [...place, ...sums].map(({ name }) => name);
  const keyNames = place.map(({ name }) => name);
  return `${header}
WITH new_events AS (
  SELECT * FROM changed.${silver}
),
known_windows AS (
  SELECT * FROM existing.${windowTable(contract.name)}
),
parts AS (
  SELECT
${selectList([...place, ...sums.map(({ name, ofEvent }) => ({ name, expression: ofEvent }))], '    ')}
  FROM new_events
  UNION ALL
  SELECT
${inLines(names, '    ')}
  FROM known_windows
)
SELECT
${selectList([
  ...keyNames.map((name) => ({ name, expression: name })),
  ...sums.map(({ name, merge }) => ({ name, expression: `${merge}(${name})` })),
])}
FROM parts
GROUP BY ${keyNames.join(', ')}
`;
}

/** The parts of a window's key come from one event each, so no later event changes them. */
function stableBecause(names: readonly string[]): string {
  return `{ ${names.map((name) => `${name}: "Of the event, which no later one changes."`).join(', ')} }`;
}

/** The checks of tools/contracts ensure that it exists. */
function columnOf({ contract, columns }: SilverTable, pointer: string): SilverColumn {
  const column = columns.find((one) => one.pointer === pointer);
  if (column === undefined) throw new Error(`silver.${contract.name} has no column for ${pointer}`);
  return column;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function oneLine(columns: readonly { readonly name: string; readonly expression: string }[]): string {
  return columns
    .map(({ name, expression }) => (name === expression ? name : `${expression} AS ${name}`))
    .join(', ');
}
