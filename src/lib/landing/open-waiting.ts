import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { LANDING } from './settings';
import { WaitingTable } from './store/waiting-table';

/** What waits to be landed, as the timer of landing ages saw it. @throws SluiceError `config_invalid` */
export function openWaiting(platform: Platform): WaitingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new WaitingTable(tables, landing.table);
}
