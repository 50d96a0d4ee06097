import { LAKE, TABLES } from '../platform/azure/connections';
import { SluiceError } from '../platform/errors';
import { type Platform } from '../platform/platform';
import { REFRESH, type RefreshConfig } from './settings';
import { PlanFiles } from './store/plan-files';
import { RefreshTable } from './store/refresh-table';

/** @returns undefined where nothing is refreshed here. @throws SluiceError `config_invalid` */
export function readRefreshSettings(platform: Platform): RefreshConfig | undefined {
  return platform.settings({ refresh: REFRESH }).refresh;
}

/** @throws SluiceError `refresh_not_configured` where no Databricks job is named in the settings, `config_invalid` */
export function requireRefreshSettings(platform: Platform): RefreshConfig {
  const refresh = readRefreshSettings(platform);
  if (refresh !== undefined) return refresh;
  throw new SluiceError(
    'refresh_not_configured',
    'nothing is refreshed here: set DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID',
    { kind: 'permanent' },
  );
}

/** The table of refreshes. @throws SluiceError as {@link requireRefreshSettings} */
export function openRefreshTable(platform: Platform): RefreshTable {
  const { tables } = platform.settings({ tables: TABLES });
  return new RefreshTable(tables, requireRefreshSettings(platform).table);
}

/** The plans of refreshes. @throws SluiceError as {@link requireRefreshSettings} */
export function openPlans(platform: Platform): PlanFiles {
  const { lake } = platform.settings({ lake: LAKE });
  return new PlanFiles(lake, requireRefreshSettings(platform).goldContainer);
}
