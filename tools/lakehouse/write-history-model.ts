import { type ContractHistory } from '../../src/lib/contracts/contract';
import { ARRIVAL_COLUMNS } from './arrival-columns';
import { type HeaderExpectation, writeHeader } from './model-header';
import { selectList } from './select-list';
import { type SilverColumn, type SilverTable } from './silver-table';
import { arrivalExpectations, bronzeRelation } from './write-event-model';

/** Columns that a history adds to the contract's. */
export function historyColumns(eventTime: string): readonly SilverColumn[] {
  return [
    {
      name: 'valid_from',
      type: 'timestamp',
      description: `From when this version held: its ${eventTime}.`,
      expression: eventTime,
    },
    {
      name: 'valid_to',
      type: 'timestamp',
      description: 'Until when it held (exclusive): the next change; null for the newest version.',
      expression: 'next_change_at',
    },
    {
      name: 'is_current',
      type: 'boolean',
      description: 'Whether this version holds now; of what was deleted, none does.',
      expression: '(next_change_at IS NULL AND NOT is_deleted)',
    },
    {
      name: 'is_deleted',
      type: 'boolean',
      description: 'Whether this version is the deletion itself.',
      expression: 'is_deleted',
    },
    {
      name: 'is_erased',
      type: 'boolean',
      description: 'Whether a deletion at or after this version has emptied its personal columns.',
      expression: '(deletions_from_here > 0)',
    },
  ];
}

/**
 * A table of versions (SCD type 2): one row a change, whatever the order in which changes arrive. A deletion empties the
 * personal columns of every earlier version, also of one that arrives after it; a later change starts anew.
 */
export function writeHistoryModel(
  { contract, eventId, eventTime, columns }: SilverTable,
  key: SilverColumn,
  { erasedWhen }: ContractHistory,
): string {
  const history = historyColumns(eventTime.name);
  const all = [...columns, ...history, ...ARRIVAL_COLUMNS];
  const header = writeHeader({
    from: contract.files,
    description: `${contract.title}, as a history: ${contract.description} One row a version.`,
    members: {
      materialise: 'merge',
      key: `[${key.name}, ${eventId.name}]`,
      affected: `SELECT DISTINCT b.event.data.${path(key)} AS ${key.name} FROM bronze.${contract.name} AS b`,
      bronze: `{ contract: ${contract.type} }`,
    },
    columns: all,
    expectations: [
      { name: 'subject_present', check: `${key.name} IS NOT NULL`, action: 'fail' },
      // Versions are often older than their events: a table of them is first sent as a whole.
      ...arrivalExpectations(eventId.name, eventTime.name).filter(
        ({ name }) => name !== 'arrived_within_a_day',
      ),
      { name: 'ends_after_it_began', check: 'valid_to IS NULL OR valid_to >= valid_from', action: 'fail' },
      ...nothingPersonalAfterErasure(columns),
    ],
  });

  const isDeleted =
    erasedWhen === undefined
      ? 'false'
      : `coalesce(b.event.data${erasedWhen.path.replaceAll('/', '.')} = ${literal(erasedWhen.equals)}, false)`;
  const kept = [...columns.map(({ name }) => name), 'is_deleted', ...ARRIVAL_COLUMNS.map(({ name }) => name)];
  const keptList = kept.map((name) => `    ${name}`).join(',\n');
  // A change at the same instant as a deletion counts as before it: in doubt a person stays erased.
  const order = `${eventTime.name}, is_deleted, enqueued_time, partition, sequence_number`;
  const shown = all.map(({ name, expression, personal }) => {
    if (personal !== undefined)
      return { name, expression: `CASE WHEN deletions_from_here = 0 THEN ${name} END` };
    return { name, expression: history.some((column) => column.name === name) ? expression : name };
  });
  return `${header}
WITH arrived AS (
  SELECT
${keptList}
  FROM existing.${contract.name}
  UNION ALL
  SELECT
${selectList([...columns, { name: 'is_deleted', expression: isDeleted }, ...ARRIVAL_COLUMNS], '    ')}
  FROM ${bronzeRelation(contract.name, columns).replace('\n', '\n  ')}
),
once AS (
  SELECT
${keptList}
  FROM (
    SELECT
      arrived.*,
      row_number() OVER (
        PARTITION BY ${key.name}, ${eventId.name}
        ORDER BY enqueued_time, partition, sequence_number
      ) AS arrival
    FROM arrived
  ) AS numbered
  WHERE arrival = 1
),
in_order AS (
  SELECT
    once.*,
    lead(${eventTime.name}) OVER (PARTITION BY ${key.name} ORDER BY ${order}) AS next_change_at,
    sum(CASE WHEN is_deleted THEN 1 ELSE 0 END) OVER (
      PARTITION BY ${key.name}
      ORDER BY ${order}
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS deletions_from_here
  FROM once
)
SELECT
${selectList(shown)}
FROM in_order
`;
}

function nothingPersonalAfterErasure(columns: readonly SilverColumn[]): readonly HeaderExpectation[] {
  const empty = columns
    .filter(({ personal }) => personal !== undefined)
    .map(({ name }) => `${name} IS NULL`)
    .join(' AND ');
  if (empty === '') return [];
  return [{ name: 'nothing_personal_after_erasure', check: `NOT is_erased OR (${empty})`, action: 'fail' }];
}

function path({ pointer = '' }: SilverColumn): string {
  return pointer.slice(1).replaceAll('/', '.');
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
