import { app } from '@azure/functions';
import { limitCall } from '../lib/platform/call-limits';
import { openQuarantineIndex } from '../lib/quarantine/open-quarantine-index';
import { createQuarantineIndexHandler } from '../lib/quarantine/trigger';
import { platform } from '../platform';

if (platform.isSet('QUARANTINE_INDEX_SCHEDULE')) {
  const index = createQuarantineIndexHandler(() => platform.use(openQuarantineIndex));
  app.timer('indexQuarantine', {
    schedule: '%QUARANTINE_INDEX_SCHEDULE%',
    handler: (_timer, context) => limitCall('indexQuarantine', () => index(context)),
  });
}
