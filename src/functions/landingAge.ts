import { app } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { createLandingAgeHandler } from '../lib/landing/trigger/landing-age-handler';
import { limitCall } from '../lib/platform/limit-call';

// A schedule that is not set would keep the host from loading the function, so there is none then.
if (isSet('LANDING_AGE_SCHEDULE')) {
  const measure = createLandingAgeHandler(() => sluice().landingAges);
  app.timer('measureLandingAge', {
    schedule: '%LANDING_AGE_SCHEDULE%',
    handler: (timer, context) => limitCall('measureLandingAge', () => measure(timer, context)),
  });
}
