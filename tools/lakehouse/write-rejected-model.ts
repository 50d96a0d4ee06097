import { type HeaderColumn, writeHeader } from './model-header';
import { selectList } from './select-list';
import { type UnitedContract } from './united-contract';

/** The table of the accepted events that no table of the contract has, each with the reason. */
export function rejectedTable(name: string): string {
  return `${name}_rejected`;
}

const COLUMNS: readonly (HeaderColumn & { readonly expression: string })[] = [
  column(
    'hub_generation',
    'string',
    'Generation of the hub: when it was created, as its folder in Bronze is called.',
  ),
  column('partition', 'integer', 'Partition of the hub that the event came through.'),
  column('sequence_number', 'long', 'Position of the event in its partition.'),
  column('slot', 'long', 'Slot of Bronze that holds the event.'),
  column('enqueued_time', 'timestamp', 'When the event reached the hub.'),
  column('landed_at', 'timestamp', 'When the event landed in Bronze.'),
  column('contract_version', 'integer', 'Version of the contract that the event kept when it landed.'),
  column(
    'field',
    'string',
    'The field that Silver cannot take: a JSON Pointer into the event; empty where it is the whole event.',
  ),
  column(
    'reason',
    'string',
    'Why Silver cannot take it. A check does not repeat the value; where no check foresaw it, these are the words of the engine.',
  ),
  column(
    'rule',
    'string',
    'The rule that rejected the event; under another rule the next refresh tries the event again.',
  ),
  column('event', 'string', 'The event as it came, personal data included: restricted like Bronze.'),
];

function column(
  name: string,
  type: string,
  description: string,
): HeaderColumn & { readonly expression: string } {
  return { name, type, description, expression: name };
}

/**
 * Rows come from `rejected.<name>`: new events that a check of the contract refuses, and those of this table that another
 * rule has rejected. Of those, one without a reason is taken in by the other tables now, and leaves this one.
 */
export function writeRejectedModel({ name, type, title, files }: UnitedContract): string {
  const key = ['hub_generation', 'partition', 'sequence_number'];
  const header = writeHeader({
    from: files,
    description: `${title}: accepted events that Silver cannot take, each with its place, field and reason.`,
    members: {
      materialise: 'merge',
      key: `[${key.join(', ')}]`,
      affected: `SELECT ${key.join(', ')} FROM rejected.${name}`,
      bronze: `{ contract: ${type} }`,
    },
    columns: COLUMNS,
    expectations: [{ name: 'reason_present', check: "reason <> ''", action: 'fail' }],
  });
  return `${header}\nSELECT\n${selectList(COLUMNS)}\nFROM rejected.${name}\nWHERE reason IS NOT NULL\n`;
}
