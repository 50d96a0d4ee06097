import { type SilverColumn } from './silver-column';

/** What Silver says about an event's arrival; a contract's field may not have these columns' names. */
export const ARRIVAL_COLUMNS: readonly SilverColumn[] = [
  {
    name: 'enqueued_time',
    type: 'timestamp',
    description: 'When the event reached the hub.',
    expression: 'b.meta.enqueuedTime',
  },
  {
    name: 'landed_at',
    type: 'timestamp',
    description: 'When the event landed in Bronze.',
    expression: 'b.meta.landedAt',
  },
  {
    name: 'partition',
    type: 'integer',
    description: 'Partition of the hub that the event came through.',
    expression: 'b.meta.partition',
  },
  {
    name: 'sequence_number',
    type: 'long',
    description: 'Position of the event in its partition.',
    expression: 'b.meta.sequenceNumber',
  },
  {
    name: 'contract_version',
    type: 'integer',
    description: 'Version of the contract that the event kept.',
    expression: 'b.meta.version',
  },
];
