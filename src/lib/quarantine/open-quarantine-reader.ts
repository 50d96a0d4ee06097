import { openCatalog } from '../contracts/catalog';
import { type Platform } from '../platform/platform';
import { openQuarantineIndex, openQuarantineSlots, openQuarantineTable } from './open-quarantine-index';
import { createQuarantineReader, type QuarantineReader } from './quarantine-reader';

/** Opens a reader of quarantined records. @throws SluiceError `config_invalid` */
export function openQuarantineReader(platform: Platform): QuarantineReader {
  return createQuarantineReader({
    store: platform.use(openQuarantineTable),
    slots: platform.use(openQuarantineSlots),
    index: platform.use(openQuarantineIndex),
    registry: platform.use(openCatalog),
  });
}
