import { TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { openViews } from '../open-windows';
import { LIVE } from '../settings';
import { PositionTable } from '../store/position-table';
import { openChangeSignal } from './change-signal';
import { type Changes } from './http';
import { ChangeWaiter } from './wait-for-change';

/** @throws SluiceError `config_invalid` */
export function openChanges(platform: Platform): Changes {
  const { tables, live } = platform.settings({ tables: TABLES, live: LIVE });
  return {
    views: platform.use(openViews),
    waiter: new ChangeWaiter({
      store: new PositionTable(tables, live.table),
      signal: platform.use(openChangeSignal),
      clock: platform.clock,
      waitSeconds: live.changesWaitSeconds,
    }),
  };
}
