import { type ContractHistory } from '../../src/lib/contracts/contract';
import { ARRIVAL_COLUMNS } from './arrival-columns';
import { type HeaderExpectation, writeHeader } from './model-header';
import { inLines, selectList } from './select-list';
import { type SilverColumn } from './silver-column';
import { type SilverTable } from './silver-table';
import { arrivalExpectations, bronzeRelation } from './write-event-model';
import { changesTable, isDeletion } from './write-changes-model';

/** Columns that a history adds to the contract's. */
export const HISTORY_COLUMNS: readonly SilverColumn[] = [
  {
    name: 'valid_from',
    type: 'timestamp',
    description: 'Start of this version (inclusive): its event_time.',
    expression: 'p.event_time',
  },
  {
    name: 'valid_to',
    type: 'timestamp',
    description: 'End of this version (exclusive): the next change; null for the newest version.',
    expression: 'o.next_change_at',
  },
  {
    name: 'is_current',
    type: 'boolean',
    description: 'Whether this is the present version; a deleted subject has none.',
    expression: '(o.next_change_at IS NULL AND NOT o.is_deleted)',
  },
  {
    name: 'is_deleted',
    type: 'boolean',
    description: 'Whether this version is the deletion itself.',
    expression: 'o.is_deleted',
  },
  {
    name: 'is_erased',
    type: 'boolean',
    description: 'Whether a deletion at or after this version has emptied its personal columns.',
    expression: '(o.deletions_from_here > 0)',
  },
  {
    name: 'ended_in',
    type: 'date',
    description:
      'First day of the year in which the version ended; of the year 9999 for the newest version. The newest versions share a partition, so a change does not rewrite old ones.',
    expression: 'make_date(coalesce(CAST(year(o.next_change_at) AS INTEGER), 9999), 1, 1)',
  },
];

/**
 * Changes of one subject in their effective order. At the same instant a deletion is the last, so that in doubt a
 * person stays erased.
 */
const ORDER = 'c.event_time, c.is_deleted, c.enqueued_time, c.partition, c.sequence_number';

/**
 * A table of versions (SCD type 2): one row per change, for any order of arrival. A deletion empties the personal
 * columns of every earlier version, including one that arrives after it. A later change starts again.
 *
 * The narrow table of changes determines the versions that a new change affects: the change itself, and the one
 * before it, whose end it is. A deletion affects all earlier ones. Versions that ended long ago are therefore neither
 * read nor rewritten.
 */
export function writeHistoryModel(table: SilverTable, key: SilverColumn, history: ContractHistory): string {
  const { contract, eventId, eventTime, columns } = table;
  const identity = [key.name, eventTime.name, eventId.name];
  const all = [...columns, ...HISTORY_COLUMNS, ...ARRIVAL_COLUMNS];
  const changes = changesTable(contract.name);
  const header = writeHeader({
    from: contract.files,
    description: `${contract.title}, as a history: ${contract.description} One row per version.`,
    members: {
      materialise: 'merge',
      key: `[${identity.join(', ')}]`,
      partitionBy: 'ended_in',
      stable: '{ ended_in: "A later change ends the version and moves the row, which the key finds." }',
      affected: `>\n${affected(key.name, changes)}`,
      bronze: `{ contract: ${contract.type} }`,
    },
    columns: all,
    expectations: [
      { name: 'subject_present', check: `${key.name} IS NOT NULL`, action: 'fail' },
      // Versions are often older than their events: the first delivery of a table has all of its rows.
      ...arrivalExpectations(eventId.name, eventTime.name).filter(
        ({ name }) => name !== 'arrived_within_a_day',
      ),
      { name: 'ends_after_it_began', check: 'valid_to IS NULL OR valid_to >= valid_from', action: 'fail' },
      ...nothingPersonalAfterErasure(columns, history),
    ],
  });

  const kept = [...columns, ...ARRIVAL_COLUMNS];
  const own = new Set(HISTORY_COLUMNS.map(({ name }) => name));
  const shown = all.map(({ name, expression, personal }) => {
    if (personal !== undefined)
      return { name, expression: `CASE WHEN o.deletions_from_here = 0 THEN p.${name} END` };
    return { name, expression: own.has(name) ? expression : `p.${name}` };
  });
  return `${header}
WITH all_changes AS (
  SELECT * FROM silver.${changes}
),
new_changes AS (
  SELECT * FROM changed.${changes}
),
known_versions AS (
  SELECT * FROM existing.${contract.name}
),
in_order AS (
  SELECT
    c.${key.name},
    c.event_time,
    c.event_id,
    c.is_deleted,
    lead(c.event_time) OVER (PARTITION BY c.${key.name} ORDER BY ${ORDER}) AS next_change_at,
    sum(CASE WHEN c.is_deleted THEN 1 ELSE 0 END) OVER (
      PARTITION BY c.${key.name}
      ORDER BY ${ORDER}
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS deletions_from_here
  FROM all_changes AS c
  JOIN (SELECT DISTINCT ${key.name} FROM new_changes) AS k ON k.${key.name} = c.${key.name}
),
versions AS (
  SELECT
${selectList(kept, '    ')}
  FROM ${bronzeRelation(contract.name, columns).replace('\n', '\n  ')}
  JOIN new_changes AS e
    ON e.event_time = ${eventTime.expression}
    AND e.event_id = ${eventId.expression}
    AND e.enqueued_time = b.meta.enqueuedTime
    AND e.partition = b.meta.partition
    AND e.sequence_number = b.meta.sequenceNumber
  UNION ALL
  SELECT
${inLines(
  kept.map(({ name }) => name),
  '    ',
)}
  FROM known_versions
)
SELECT
${selectList(shown)}
FROM versions AS p
JOIN in_order AS o ON ${identity.map((name) => `o.${name} = p.${name}`).join(' AND ')}
`;
}

/** SQL for the identities of the versions that new changes affect, as a multi-line YAML text. */
function affected(key: string, changes: string): string {
  const isNew = 'n.event_id IS NOT NULL';
  return [
    `SELECT ${key}, event_time, event_id FROM (`,
    `  SELECT c.${key}, c.event_time, c.event_id, ${isNew} AS is_new,`,
    `    lead(CASE WHEN ${isNew} THEN 1 ELSE 0 END) OVER (PARTITION BY c.${key} ORDER BY ${ORDER}) AS next_is_new,`,
    `    sum(CASE WHEN ${isNew} AND c.is_deleted THEN 1 ELSE 0 END) OVER (`,
    `      PARTITION BY c.${key} ORDER BY ${ORDER} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING`,
    '    ) AS new_deletions',
    `  FROM silver.${changes} AS c`,
    `  JOIN (SELECT DISTINCT ${key} FROM changed.${changes}) AS k ON k.${key} = c.${key}`,
    `  LEFT JOIN changed.${changes} AS n`,
    `    ON n.${key} = c.${key} AND n.event_time = c.event_time AND n.event_id = c.event_id`,
    ') AS placed WHERE is_new OR next_is_new = 1 OR new_deletions > 0',
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}

function nothingPersonalAfterErasure(
  columns: readonly SilverColumn[],
  history: ContractHistory,
): readonly HeaderExpectation[] {
  const empty = columns
    .filter(({ personal }) => personal !== undefined)
    .map(({ name }) => `${name} IS NULL`)
    .join(' AND ');
  if (empty === '' || isDeletion(history) === 'false') return [];
  return [{ name: 'nothing_personal_after_erasure', check: `NOT is_erased OR (${empty})`, action: 'fail' }];
}
