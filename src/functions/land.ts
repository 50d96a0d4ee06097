import { app, trigger } from '@azure/functions';
import { functionNameOf, SOURCES } from '../lib/contracts/source';
import { openLanding } from '../lib/landing/open-landing';
import { createLandHandler } from '../lib/landing/trigger/land-handler';
import { openAggregation } from '../lib/live/open-aggregation';
import { platform } from '../platform';

// One function per source: landIot and so on. It reads each event once, for Bronze and for live windows.
for (const source of SOURCES) {
  app.generic(functionNameOf('land', source), {
    trigger: {
      ...trigger.eventHub({
        connection: 'EventHubs',
        eventHubName: source,
        consumerGroup: 'bronze',
        cardinality: 'many',
      }),
      // Otherwise a body that the host cannot decode would fail the whole batch before the handler runs.
      dataType: 'binary',
    },
    // Without a retry policy the host moves its checkpoint past a batch even if it was not landed.
    retry: {
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 1 },
      maximumInterval: { minutes: 1 },
    },
    handler: createLandHandler(
      () => platform.use(openLanding).bronzeWriters[source],
      source,
      (batch, received, log) => platform.use(openAggregation).handOver.take(batch, received, log),
    ),
  });
}
