import { app, trigger } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { capitalised } from '../lib/platform/capitalised';
import { SOURCES } from '../lib/contracts/source';
import { limitCall } from '../lib/platform/limit-call';
import { createDeliverHandler } from '../lib/live/trigger/deliver-handler';
import { createLiveHandler } from '../lib/live/trigger/live-handler';

// One function a source: liveIot and so on.
for (const source of SOURCES) {
  app.generic(`live${capitalised(source)}`, {
    trigger: {
      ...trigger.eventHub({
        connection: 'EventHubs',
        eventHubName: source,
        consumerGroup: 'live',
        cardinality: 'many',
      }),
      // As at landing: both must see the same bytes to come to the same verdict.
      dataType: 'binary',
    },
    // A batch that was not folded comes again, or windows would miss it.
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 1 },
      maximumInterval: { minutes: 1 },
    },
    handler: createLiveHandler(() => sluice().live().folders[source], source),
  });
}

// A schedule that is not set would keep the host from loading the function, so there is none then.
if (isSet('LIVE_DELIVER_SCHEDULE')) {
  const deliver = createDeliverHandler(() => sluice().live());
  app.timer('deliverWindows', {
    schedule: '%LIVE_DELIVER_SCHEDULE%',
    handler: (_timer, context) => limitCall('deliverWindows', () => deliver(context)),
  });
}
