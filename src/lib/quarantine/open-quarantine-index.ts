import { LANDING, openBronze } from '../landing/store';
import { LAKE, TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { QuarantineIndex } from './quarantine-index';
import { QuarantineSlotsClient } from './store/quarantine-slots';
import { QUARANTINE } from './settings';
import { QuarantineTable } from './store/quarantine-table';

/** Opens the slots of Bronze for the index. @throws SluiceError `config_invalid` */
export function openQuarantineSlots(platform: Platform): QuarantineSlotsClient {
  const { lake, landing } = platform.settings({ lake: LAKE, landing: LANDING });
  return new QuarantineSlotsClient(lake, landing.bronzeContainer, platform.use(openBronze));
}

/**
 * Opens the index of quarantined records. There is one per process, so that callers share its work. @throws
 * SluiceError `config_invalid`
 */
export function openQuarantineIndex(platform: Platform): QuarantineIndex {
  return new QuarantineIndex({
    store: platform.use(openQuarantineTable),
    slots: platform.use(openQuarantineSlots),
    clock: platform.clock,
  });
}

/** Opens the table of quarantined records and of their replays. @throws SluiceError `config_invalid` */
export function openQuarantineTable(platform: Platform): QuarantineTable {
  const { tables, quarantine } = platform.settings({ tables: TABLES, quarantine: QUARANTINE });
  return new QuarantineTable(tables, quarantine.table);
}
