import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { QUARANTINE } from './settings';
import { QuarantineTable } from './store/quarantine-table';

/** The table of quarantined records and of their replays. @throws SluiceError `config_invalid` */
export function openQuarantineTable(platform: Platform): QuarantineTable {
  const { tables, quarantine } = platform.settings({ tables: TABLES, quarantine: QUARANTINE });
  return new QuarantineTable(tables, quarantine.table);
}
