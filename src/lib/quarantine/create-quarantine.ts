import { randomBytes } from 'node:crypto';
import { type SlotReader, type SlotStore } from '../landing/ports';
import { QuarantineSlotsClient } from './store/quarantine-slots';
import { QuarantineTable } from './store/quarantine-table';
import { type Connection } from '../platform/config';
import { type ContractRegistry } from '../contracts/registry';
import { type Judges, type ReplayHub } from './ports';
import { createQuarantine, type Quarantine } from './quarantine';
import { type QuarantineConfig } from './settings';
import { type Clock } from '../platform/clock';
import { type Source } from '../contracts/source';

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
