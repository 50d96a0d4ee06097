import { type ContractHistory } from '../../src/lib/contracts/contract';
import { ARRIVAL_COLUMNS } from './arrival-columns';
import { writeHeader } from './model-header';
import { selectList } from './select-list';
import { type SilverColumn } from './silver-column';
import { type SilverTable } from './silver-table';
import { arrivalExpectations, EVENT_DATE } from './write-event-model';

/** The table of changes from which a history is computed. */
export function changesTable(name: string): string {
  return `${name}_change`;
}

/** SQL that is true for a deletion. */
export function isDeletion({ erasedWhen }: ContractHistory): string {
  if (erasedWhen === undefined) return 'false';
  const { path, equals } = erasedWhen;
  const literal = typeof equals === 'string' ? `'${equals.replaceAll("'", "''")}'` : String(equals);
  return `coalesce(b.event.data${path.replaceAll('/', '.')} = ${literal}, false)`;
}

/**
 * Every change once, in a narrow table whose rows are never rewritten: the subject, the time and the order of
 * arrival. It has no personal data, so an erasure need not change it.
 */
export function writeChangesModel(
  { contract, eventId, eventTime }: SilverTable,
  key: SilverColumn,
  history: ContractHistory,
): string {
  const columns: readonly SilverColumn[] = [
    key,
    eventId,
    eventTime,
    {
      name: 'is_deleted',
      type: 'boolean',
      description: 'Whether the change is a deletion.',
      expression: isDeletion(history),
    },
    {
      name: EVENT_DATE,
      type: 'date',
      description: 'Day of event_time, in UTC.',
      expression: `CAST(${eventTime.expression} AS DATE)`,
    },
    ...ARRIVAL_COLUMNS,
  ];
  const header = writeHeader({
    from: contract.files,
    description: `${contract.title}: every change once, in the order of arrival. The content of the changes is in ${contract.name}.`,
    members: {
      materialise: 'append',
      key: `[${eventTime.name}, ${eventId.name}]`,
      firstBy: '[enqueued_time, partition, sequence_number]',
      partitionBy: EVENT_DATE,
      bronze: `{ contract: ${contract.type} }`,
    },
    columns,
    expectations: arrivalExpectations(eventId.name, eventTime.name),
  });
  return `${header}\nSELECT\n${selectList(columns)}\nFROM bronze.${contract.name} AS b\n`;
}
