import { app } from '@azure/functions';
import { openLandingAges } from '../lib/landing/open-landing-ages';
import { createLandingAgeHandler } from '../lib/landing/trigger/landing-age-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

// The host cannot load a function whose schedule is not set, so the function is registered only with a schedule.
if (platform.isSet('LANDING_AGE_SCHEDULE')) {
  const measure = createLandingAgeHandler(() => platform.use(openLandingAges));
  app.timer('measureLandingAge', {
    schedule: '%LANDING_AGE_SCHEDULE%',
    handler: (timer, context) => limitCall('measureLandingAge', () => measure(timer, context)),
  });
}
