import { type Platform } from '../platform/platform';
import { openQuarantineIndex } from './open-quarantine-index';
import { openQuarantineTable } from './open-quarantine-table';
import { createQuarantineTotals, type QuarantineTotalsReader } from './quarantine-totals';

/** What there is in quarantine, in numbers, for those who only count. @throws SluiceError `config_invalid` */
export function openQuarantineTotals(platform: Platform): QuarantineTotalsReader {
  return createQuarantineTotals(platform.use(openQuarantineIndex), platform.use(openQuarantineTable));
}
