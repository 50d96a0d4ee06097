import { TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { LANDING } from '../settings';
import { LandingTable } from '../store/landing-table';

/** What landing keeps in its table. @throws SluiceError `config_invalid` */
export function openLandingState(platform: Platform): LandingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new LandingTable(tables, landing.table);
}
