import { type Platform } from '../platform/platform';
import { openQuarantineIndex, openQuarantineTable } from './open-quarantine-index';
import { reopenRecords } from './reopen';
import { type ReopenReport, type ReopenRequest } from './reopen-api';

/** Opens quarantined records for replays again. */
export interface Reopening {
  /** @throws SluiceError of kind `transient` if lake or table are out of reach */
  reopen(
    request: ReopenRequest,
    by: string | null,
  ): Promise<ReopenReport | { readonly unknown: readonly string[] }>;
}

/** Opens reopening with the settings of the app. @throws SluiceError `config_invalid` */
export function openReopening(platform: Platform): Reopening {
  const index = platform.use(openQuarantineIndex);
  const store = platform.use(openQuarantineTable);
  const { clock } = platform;
  return {
    reopen: (request, by) => reopenRecords(request, { store, clock, by, partitions: () => index.catchUp() }),
  };
}
