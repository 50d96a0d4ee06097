import { app } from '@azure/functions';
import { openLandingAges } from '../lib/landing/open-landing-ages';
import { createLandingAgeHandler } from '../lib/landing/trigger/landing-age-handler';
import { limitCall } from '../lib/platform/call-limits';
import { platform } from '../platform';

// A schedule that is not set would keep the host from loading the function, so there is none then.
if (platform.isSet('LANDING_AGE_SCHEDULE')) {
  const measure = createLandingAgeHandler(() => platform.use(openLandingAges));
  app.timer('measureLandingAge', {
    schedule: '%LANDING_AGE_SCHEDULE%',
    handler: (timer, context) => limitCall('measureLandingAge', () => measure(timer, context)),
  });
}
