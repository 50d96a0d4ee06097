import { randomBytes } from 'node:crypto';
import { openContracts } from '../contracts/open-contracts';
import { type Platform } from '../platform/platform';
import { openPublishers } from '../publish';
import { openQuarantineIndex, openQuarantineSlots, openQuarantineTable } from './open-quarantine-index';
import { replayRecords, type ReplayRun } from './replay';
import { type ReplayRequest } from './replay-api';
import { createFixKeys } from './replay-request';
import { QUARANTINE } from './settings';

/** Replays of quarantined records. */
export interface Replays {
  /** @throws SluiceError of kind `transient` if lake or table are out of reach */
  replay(
    request: ReplayRequest,
    by: string | null,
  ): Promise<ReplayRun | { readonly unknown: readonly string[] }>;
}

/** Opens replays with the settings of the app. @throws SluiceError `config_invalid` */
export function openReplays(platform: Platform): Replays {
  const { maxAttempts } = platform.settings({ quarantine: QUARANTINE }).quarantine;
  const { registry, validators } = platform.use(openContracts);
  const index = platform.use(openQuarantineIndex);
  const parts = {
    store: platform.use(openQuarantineTable),
    slots: platform.use(openQuarantineSlots),
    hubs: platform.use(openPublishers),
    clock: platform.clock,
    registry,
    validators,
    maxAttempts,
    fixKeys: createFixKeys(registry),
    suffix: () => randomBytes(4).toString('hex'),
  };
  return {
    replay: (request, by) => replayRecords(request, { ...parts, by, partitions: () => index.catchUp() }),
  };
}
