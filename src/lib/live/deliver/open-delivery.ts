import { setTimeout as pause } from 'node:timers/promises';
import { TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { openViews, openWindows } from '../open-windows';
import { LIVE } from '../settings';
import { createSinks } from '../sinks/create-sinks';
import { SINKS } from '../sinks/settings';
import { TableSink } from '../sinks/table/table-sink';
import { countDeliveries } from './count-deliveries';
import { WindowDeliverer } from './window-deliverer';
import { WindowSweeper } from './window-sweeper';

/** Delivery of live windows to sinks, put together. */
export interface Delivery {
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  readonly sweeper: Pick<WindowSweeper, 'sweepWhenDue'>;
}

/** @throws SluiceError `config_invalid` */
export function openDelivery(platform: Platform): Delivery {
  const { clock } = platform;
  const { tables, live, sinks } = platform.settings({ tables: TABLES, live: LIVE, sinks: SINKS });
  const views = platform.use(openViews);
  const store = platform.use(openWindows);
  const deliverer = new WindowDeliverer({
    views,
    store,
    clock,
    sinks: createSinks({
      config: sinks,
      clock,
      createTableSink: (table) => new TableSink(tables, table),
    }),
    // A round that is over in time must not keep the process from ending.
    pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
  });
  platform.onClose(() => deliverer.close());
  return {
    deliverer: countDeliveries(deliverer),
    sweeper: new WindowSweeper({ views, store, clock, retentionHours: live.retentionHours }),
  };
}
