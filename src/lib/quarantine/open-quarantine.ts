import { randomBytes } from 'node:crypto';
import { openContracts } from '../contracts/open-contracts';
import { type Platform } from '../platform/platform';
import { openPublishers } from '../publish';
import { openQuarantineIndex, openQuarantineSlots } from './open-quarantine-index';
import { openQuarantineTable } from './open-quarantine-table';
import { createQuarantine, type Quarantine } from './quarantine';
import { QUARANTINE } from './settings';

/** The quarantine of this process. @throws SluiceError `config_invalid` */
export function openQuarantine(platform: Platform): Quarantine {
  const { maxAttempts } = platform.settings({ quarantine: QUARANTINE }).quarantine;
  const { registry, validators } = platform.use(openContracts);
  return createQuarantine({
    store: platform.use(openQuarantineTable),
    slots: platform.use(openQuarantineSlots),
    index: platform.use(openQuarantineIndex),
    hubs: platform.use(openPublishers),
    clock: platform.clock,
    registry,
    judges: validators,
    maxAttempts,
    suffix: () => randomBytes(4).toString('hex'),
  });
}
