import { app } from '@azure/functions';
import { openLanding } from '../lib/landing/open-landing';
import { createSweepLandingHandler } from '../lib/landing/trigger/sweep-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

const sweep = createSweepLandingHandler(() => platform.use(openLanding).sweep());

// Unlike other timers it needs no setting, because no event may depend on the Event Hubs trigger alone.
app.timer('sweepLanding', {
  schedule: platform.isSet('SWEEP_SCHEDULE') ? '%SWEEP_SCHEDULE%' : '15 * * * * *',
  handler: (_timer, context) => limitCall('sweepLanding', () => sweep(context)),
});
