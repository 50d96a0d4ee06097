import { setTimeout as pause } from 'node:timers/promises';
import { openCatalog } from '../contracts/catalog';
import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { LIVE } from './settings';
import { LiveTable } from './store/live-table';
import { type View, viewsOf } from './windows/view';

/** The views of all sources. */
export function openViews(platform: Platform): readonly View[] {
  return viewsOf(platform.use(openCatalog));
}

/** Opens the table of live windows. @throws SluiceError `config_invalid` */
export function openWindows(platform: Platform): LiveTable {
  const { tables, live } = platform.settings({ tables: TABLES, live: LIVE });
  return new LiveTable({
    connection: tables,
    table: live.table,
    views: platform.use(openViews),
    pause: (milliseconds) => pause(milliseconds),
  });
}
