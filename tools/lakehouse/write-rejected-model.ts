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
    'Hub generation: the creation time of the hub, as in the name of its folder in Bronze.',
  ),
  column('partition', 'integer', 'Partition of the hub.'),
  column('sequence_number', 'long', 'Position of the event in its partition.'),
  column('slot', 'long', 'Slot of Bronze with the event.'),
  column('enqueued_time', 'timestamp', 'When the event reached the hub.'),
  column('landed_at', 'timestamp', 'When the event landed in Bronze.'),
  column('contract_version', 'integer', 'Contract version that the event fitted when it landed.'),
  column(
    'field',
    'string',
    'The field that Silver rejects, as a JSON Pointer into the event; empty for the whole event.',
  ),
  column(
    'reason',
    'string',
    'Why Silver rejects it. A check does not repeat the value; without a check, it is the error of the engine.',
  ),
  column(
    'rule',
    'string',
    'The rule that rejected the event. Under another rule, the next refresh tries the event again.',
  ),
  column('event', 'string', 'The unchanged event, including personal data: restricted like Bronze.'),
];

function column(
  name: string,
  type: string,
  description: string,
): HeaderColumn & { readonly expression: string } {
  return { name, type, description, expression: name };
}

/**
 * Rows come from `rejected.<name>`: new events that a check of the contract rejects, and rows of this table that
 * another rule rejected. A row of another rule without a reason is now in the other tables, and leaves this one.
 */
export function writeRejectedModel({ name, type, title, files }: UnitedContract): string {
  const key = ['hub_generation', 'partition', 'sequence_number'];
  const header = writeHeader({
    from: files,
    description: `${title}: accepted events that Silver rejects, each with its position, field and reason.`,
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
