import { randomUUID } from 'node:crypto';
import { TABLES } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { openViews, openWindows } from '../open-windows';
import { LIVE } from '../settings';
import { createSinks } from '../sinks/create-sinks';
import { SINKS } from '../sinks/settings';
import { TableSink } from '../sinks/table/table-sink';
import { createDelivery, type Delivery } from './create-delivery';

/** Makes the delivery of live windows to the configured sinks. @throws SluiceError `config_invalid` */
export function openDelivery(platform: Platform): Delivery {
  const { clock } = platform;
  const { tables, live, sinks } = platform.settings({ tables: TABLES, live: LIVE, sinks: SINKS });
  const delivery = createDelivery({
    views: platform.use(openViews),
    store: platform.use(openWindows),
    sinks: createSinks({
      config: sinks,
      clock,
      createTableSink: (table) => new TableSink(tables, table),
    }),
    retentionHours: live.retentionHours,
    pauseMilliseconds: live.deliverPauseMilliseconds,
    owner: randomUUID(),
    clock,
  });
  platform.onClose(() => delivery.close());
  return delivery;
}
