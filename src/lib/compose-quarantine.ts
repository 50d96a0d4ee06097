import { randomBytes } from 'node:crypto';
import { type SlotReader, type SlotStore } from './bronze/ports';
import { QuarantineSlotsClient } from './clients/quarantine-slots';
import { QuarantineTable } from './clients/quarantine-table';
import { type Connection } from './config';
import { type ContractRegistry } from './contracts/registry';
import { type Judges, type ReplayHub } from './quarantine/ports';
import { createQuarantine, type Quarantine } from './quarantine/quarantine';
import { type QuarantineConfig } from './quarantine-settings';
import { type Clock } from './shared/clock';
import { type Source } from './shared/source';

export interface ComposeQuarantineOptions {
  readonly quarantine: QuarantineConfig;
  readonly lake: Connection;
  readonly bronzeContainer: string;
  readonly tables: Connection;
  readonly clock: Clock;
  readonly registry: ContractRegistry;
  /** Of the same container. */
  readonly slots: Pick<SlotReader, 'listIncarnations' | 'listPartitions'> & Pick<SlotStore, 'firstSlot'>;
  /** The judges that decide at landing. */
  readonly judges: Judges;
  readonly publishers: Readonly<Record<Source, ReplayHub>>;
}

export function composeQuarantine({
  quarantine,
  lake,
  bronzeContainer,
  tables,
  clock,
  registry,
  slots,
  judges,
  publishers,
}: ComposeQuarantineOptions): Quarantine {
  return createQuarantine({
    store: new QuarantineTable(tables, quarantine.table),
    slots: new QuarantineSlotsClient(lake, bronzeContainer, slots),
    hubs: publishers,
    ...{ clock, registry, judges, maxAttempts: quarantine.maxAttempts },
    suffix: () => randomBytes(4).toString('hex'),
  });
}
