import { app } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { createLandingAgeHandler } from '../lib/trigger/landing-age-handler';

// A schedule that is not set would keep the host from loading the function, so there is none then.
if (isSet('LANDING_AGE_SCHEDULE')) {
  app.timer('measureLandingAge', {
    schedule: '%LANDING_AGE_SCHEDULE%',
    handler: createLandingAgeHandler(() => sluice().landingAges),
  });
}
