import { app } from 'durable-functions';
import { openRefresh } from '../lib/refresh/open-refresh';
import { readRefreshSettings } from '../lib/refresh/settings';
import { createInstances } from '../lib/refresh/trigger/durable-instances';
import { limitCall } from '../lib/platform/call-limits';
import {
  createArrivalsHandler,
  createScheduleHandler,
  createWatchHandler,
} from '../lib/refresh/trigger/refresh-timer-handlers';
import { platform } from '../platform';

/** Undefined if no refresh is configured. */
const open = () => (readRefreshSettings(platform) === undefined ? undefined : platform.use(openRefresh));

// The host cannot load a function whose schedule is not set, so the function is registered only with a schedule.
if (platform.isSet('REFRESH_SCHEDULE')) {
  const onSchedule = createScheduleHandler(open, platform.clock);
  app.client.timer('refreshOnSchedule', {
    schedule: '%REFRESH_SCHEDULE%',
    handler: (_timer, client, context) =>
      limitCall('refreshOnSchedule', () => onSchedule(createInstances(client), context)),
  });
}

if (platform.isSet('REFRESH_ARRIVALS_SCHEDULE')) {
  const onArrivals = createArrivalsHandler(open);
  app.client.timer('refreshOnArrivals', {
    schedule: '%REFRESH_ARRIVALS_SCHEDULE%',
    handler: (_timer, client, context) =>
      limitCall('refreshOnArrivals', () => onArrivals(createInstances(client), context)),
  });
}

// Needs no setting, because a refresh must not get stuck even if only requests start one. No other timer has this
// second by default.
if (platform.isSet('DATABRICKS_JOB_ID')) {
  const watch = createWatchHandler(open);
  app.client.timer('watchRefresh', {
    schedule: '40 */5 * * * *',
    handler: (_timer, client, context) =>
      limitCall('watchRefresh', () => watch(createInstances(client), context)),
  });
}
