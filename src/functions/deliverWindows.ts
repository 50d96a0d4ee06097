import { app } from '@azure/functions';
import { openDelivery } from '../lib/live/deliver/open-delivery';
import { createDeliverHandler } from '../lib/live/trigger/deliver-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

// The host cannot load a function whose schedule is not set, so the function is registered only with a schedule.
if (platform.isSet('LIVE_DELIVER_SCHEDULE')) {
  const deliver = createDeliverHandler(() => platform.use(openDelivery));
  app.timer('deliverWindows', {
    schedule: '%LIVE_DELIVER_SCHEDULE%',
    handler: (_timer, context) => limitCall('deliverWindows', () => deliver(context)),
  });
}
