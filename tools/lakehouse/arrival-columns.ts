import { type SilverColumn } from './silver-column';

/** Columns of Silver about an event's arrival. A contract's fields may not have their names. */
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
    description: 'Partition of the hub.',
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
    description: 'Contract version of the event.',
    expression: 'b.meta.version',
  },
];
