import { app } from '@azure/functions';
import { openStatus } from '../lib/status/open-status';
import { guarded } from '../lib/platform/http/guarded';
import { createStatusHandler } from '../lib/status/http';
import { platform } from '../platform';

app.http('status', {
  methods: ['GET'],
  route: 'api/status',
  authLevel: 'function',
  handler: guarded(createStatusHandler(() => platform.use(openStatus))),
});
