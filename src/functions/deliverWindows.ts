import { app } from '@azure/functions';
import { openDelivery } from '../lib/live/deliver/open-delivery';
import { createDeliverHandler } from '../lib/live/trigger/deliver-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

// A schedule that is not set would keep the host from loading the function, so there is none then.
if (platform.isSet('LIVE_DELIVER_SCHEDULE')) {
  const deliver = createDeliverHandler(() => platform.use(openDelivery));
  app.timer('deliverWindows', {
    schedule: '%LIVE_DELIVER_SCHEDULE%',
    handler: (_timer, context) => limitCall('deliverWindows', () => deliver(context)),
  });
}
