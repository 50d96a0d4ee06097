import { app } from '@azure/functions';
import { openAggregation } from '../lib/live/open-aggregation';
import { createSweepLiveHandler } from '../lib/live/trigger/sweep-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

const sweep = createSweepLiveHandler(() => platform.use(openAggregation));

// Unlike other timers it needs no setting, because no event may depend on the Event Hubs trigger alone.
app.timer('sweepLive', {
  schedule: platform.isSet('SWEEP_SCHEDULE') ? '%SWEEP_SCHEDULE%' : '15 * * * * *',
  handler: (_timer, context) => limitCall('sweepLive', () => sweep(context)),
});
