import { app } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { limitCall } from '../lib/platform/limit-call';
import { createSweepLandingHandler, createSweepLiveHandler } from '../lib/landing/trigger/sweep-handler';

// Unlike other timers these run without a setting: no event may depend on the Event Hubs trigger alone.
const schedule = isSet('SWEEP_SCHEDULE') ? '%SWEEP_SCHEDULE%' : '15 * * * * *';

const sweepLanding = createSweepLandingHandler(() => sluice().sweepLanding());
app.timer('sweepLanding', {
  schedule,
  handler: (_timer, context) => limitCall('sweepLanding', () => sweepLanding(context)),
});

const sweepLive = createSweepLiveHandler(() => sluice().live().sweep());
app.timer('sweepLive', {
  schedule,
  handler: (_timer, context) => limitCall('sweepLive', () => sweepLive(context)),
});
