import { LANDING, openBronze } from '../landing';
import { LAKE } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { openQuarantineTable } from './open-quarantine-table';
import { QuarantineIndex } from './quarantine-index';
import { QuarantineSlotsClient } from './store/quarantine-slots';

/** Bronze as the index reads it. @throws SluiceError `config_invalid` */
export function openQuarantineSlots(platform: Platform): QuarantineSlotsClient {
  const { lake, landing } = platform.settings({ lake: LAKE, landing: LANDING });
  return new QuarantineSlotsClient(lake, landing.bronzeContainer, platform.use(openBronze));
}

/** The index of quarantined records, one a process, so that callers share its work. @throws SluiceError `config_invalid` */
export function openQuarantineIndex(platform: Platform): QuarantineIndex {
  return new QuarantineIndex({
    store: platform.use(openQuarantineTable),
    slots: platform.use(openQuarantineSlots),
    clock: platform.clock,
  });
}
