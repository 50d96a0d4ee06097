import { LAKE, TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { LANDING } from './settings';
import { LakeClient } from './store/lake-client';
import { LandingTable } from './store/landing-table';

/** The slots of Bronze. @throws SluiceError `config_invalid` */
export function openBronze(platform: Platform): LakeClient {
  const { lake, landing } = platform.settings({ lake: LAKE, landing: LANDING });
  return new LakeClient(lake, landing.bronzeContainer);
}

/** What landing keeps in its table. @throws SluiceError `config_invalid` */
export function openLandingState(platform: Platform): LandingTable {
  const { tables, landing } = platform.settings({ tables: TABLES, landing: LANDING });
  return new LandingTable(tables, landing.table);
}
