import { ARRIVAL_COLUMNS } from './arrival-columns';
import { writeHeader } from './model-header';
import { type SilverColumn } from './silver-column';
import { type SilverTable } from './silver-table';
import { selectList } from './select-list';

/** The day by which an events table is partitioned. */
export const EVENT_DATE = 'event_date';

/**
 * A table of events: typed, flat, one row per event even if it arrived several times. The key includes the time,
 * which is the same in a repeated event. An engine therefore searches for known events only among those of the same
 * time.
 */
export function writeEventModel({ contract, eventId, eventTime, columns }: SilverTable): string {
  const eventDate: SilverColumn = {
    name: EVENT_DATE,
    type: 'date',
    description: `Day of ${eventTime.name}, in UTC.`,
    expression: `CAST(${eventTime.expression} AS DATE)`,
  };
  const all = [...columns, eventDate, ...ARRIVAL_COLUMNS];
  const header = writeHeader({
    from: contract.files,
    description: `${contract.title}: ${contract.description}`,
    members: {
      materialise: 'append',
      key: `[${eventTime.name}, ${eventId.name}]`,
      firstBy: '[enqueued_time, partition, sequence_number]',
      partitionBy: EVENT_DATE,
      bronze: `{ contract: ${contract.type} }`,
    },
    columns: all,
    expectations: arrivalExpectations(eventId.name, eventTime.name),
  });
  return `${header}\nSELECT\n${selectList(all)}\nFROM ${bronzeRelation(contract.name, columns)}\n`;
}

/** Expectations of every event, whatever its contract. */
export function arrivalExpectations(
  eventId: string,
  eventTime: string,
): readonly { readonly name: string; readonly check: string; readonly action: 'warn' | 'fail' }[] {
  return [
    { name: 'key_present', check: `${eventId} IS NOT NULL`, action: 'fail' },
    { name: 'time_present', check: `${eventTime} IS NOT NULL`, action: 'fail' },
    {
      name: 'time_not_ahead',
      check: `${eventTime} <= enqueued_time + INTERVAL 1 DAY`,
      action: 'warn',
    },
    {
      name: 'arrived_within_a_day',
      check: `enqueued_time <= ${eventTime} + INTERVAL 1 DAY`,
      action: 'warn',
    },
  ];
}

/** The lines of a contract as `b`, and the settings as `s` if a treatment needs the pepper. */
export function bronzeRelation(name: string, columns: readonly SilverColumn[]): string {
  const needsPepper = columns.some(({ expression }) => expression.includes('s.pepper'));
  return `bronze.${name} AS b${needsPepper ? '\nCROSS JOIN run.settings AS s' : ''}`;
}
