import { type PartitionAccount } from '../lib/landing/reconcile';

const COLUMNS = ['source', 'partition', 'received', 'accepted', 'quarantined', 'slots', ''] as const;
const WIDTHS = [12, 10, 13, 13, 13, 9, 0] as const;

/** Formats the counts as text: a line per partition, the sum, and a sentence for every difference. */
export function toAccountLines(accounts: readonly PartitionAccount[]): string[] {
  const sum = (value: (account: PartitionAccount) => number): number =>
    accounts.reduce((total, account) => total + value(account), 0);
  const differences = accounts.flatMap((account) =>
    account.differences.map((difference) => `  ${nameOf(account)}: ${difference}`),
  );
  const received = sum((account) => account.received);
  const accepted = sum((account) => account.accepted);
  const quarantined = sum((account) => account.quarantined);
  return [
    toLine(COLUMNS),
    ...accounts.map((account) =>
      toLine([
        account.source,
        String(account.partition),
        grouped(account.received),
        grouped(account.accepted),
        grouped(account.quarantined),
        grouped(account.slots),
        account.differences.length > 0 ? '  ✗' : account.current ? '' : '  (earlier hub generation)',
      ]),
    ),
    toLine([
      'all',
      '',
      grouped(received),
      grouped(accepted),
      grouped(quarantined),
      grouped(sum(({ slots }) => slots)),
      '',
    ]),
    '',
    ...(differences.length === 0
      ? [
          `Clean: ${grouped(received)} received = ${grouped(accepted)} accepted + ${grouped(quarantined)} quarantined; ` +
            'no gap, no duplicate, no hole in the slots.',
        ]
      : [
          `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}:`,
          ...differences,
        ]),
    ...toProvedLines(
      sum((account) => account.slots),
      sum((account) => account.slotsProvedBefore),
    ),
    ...toMissingLines({
      healed: sum((account) => account.healed),
      deletedByRetention: sum((account) => account.deletedByRetention),
      lost: sum((account) => account.lost),
    }),
  ];
}

function toProvedLines(slots: number, before: number): string[] {
  if (before === 0) return [];
  return [
    `Read ${grouped(slots - before)} of ${grouped(slots)} slots: an earlier run has read the others, and they have not changed since (--full reads all).`,
  ];
}

/** Counts events that the Event Hubs trigger did not deliver. Returns nothing if there are none. */
function toMissingLines(counts: Pick<PartitionAccount, 'healed' | 'deletedByRetention' | 'lost'>): string[] {
  const lines = [
    [counts.healed, 'Skipped and healed', 'the trigger skipped them, and landing read them from the hub'],
    [counts.deletedByRetention, 'Deleted by retention', 'the hub deleted them before they were landed'],
    [counts.lost, 'Lost', 'neither Bronze nor the hub has them, and retention had not reached them'],
  ] as const;
  return lines.flatMap(([count, title, meaning]) =>
    count === 0 ? [] : [`${title}: ${grouped(count)} ${count === 1 ? 'event' : 'events'}; ${meaning}.`],
  );
}

function nameOf({ source, partition, hubGeneration, current }: PartitionAccount): string {
  return `${source} partition ${partition}${current ? '' : ` (hub generation ${hubGeneration})`}`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function toLine(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('')
    .trimEnd();
}
