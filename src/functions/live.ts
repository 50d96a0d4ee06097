import { app, trigger } from '@azure/functions';
import { functionNameOf, SOURCES } from '../lib/contracts/source';
import { openChangeNotice } from '../lib/live/deliver/open-change-notice';
import { openAggregation } from '../lib/live/open-aggregation';
import { createLiveHandler } from '../lib/live/trigger/live-handler';
import { platform } from '../platform';

const noticeChange = openChangeNotice(platform);

// One function per source: liveIot and so on.
for (const source of SOURCES) {
  app.generic(functionNameOf('live', source), {
    trigger: {
      ...trigger.eventHub({
        connection: 'EventHubs',
        eventHubName: source,
        consumerGroup: 'live',
        cardinality: 'many',
      }),
      // As in landing: both must read the same bytes to have the same result.
      dataType: 'binary',
    },
    // A batch that was not aggregated must come again, or windows would miss it.
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 1 },
      maximumInterval: { minutes: 1 },
    },
    handler: createLiveHandler(() => platform.use(openAggregation).aggregators[source], source, noticeChange),
  });
}
