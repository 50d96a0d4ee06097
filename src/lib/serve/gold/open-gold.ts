import { LAKE } from '../../platform/azure/connections';
import { SluiceError } from '../../platform/errors';
import { type Platform } from '../../platform/platform';
import { readRefreshSettings } from '../../refresh/store';
import { DeltaReader } from './delta/delta-reader';
import { TableBlobs } from './delta/table-blobs';
import { type TableReader } from './table-reader';

/** Opens the tables of Gold; undefined if no refresh is configured. @throws SluiceError `config_invalid` */
export function openTables(platform: Platform): TableReader | undefined {
  const { lake } = platform.settings({ lake: LAKE });
  const refresh = readRefreshSettings(platform);
  if (refresh === undefined) return undefined;
  return new DeltaReader({ blobs: new TableBlobs(lake, refresh.goldContainer), clock: platform.clock });
}

/** @throws SluiceError `refresh_not_configured` if there is no Gold, `config_invalid` */
export function openGold(platform: Platform): TableReader {
  const tables = platform.use(openTables);
  if (tables !== undefined) return tables;
  throw new SluiceError(
    'refresh_not_configured',
    'no refresh is configured, so there is no Gold; set DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID',
    { kind: 'permanent' },
  );
}
