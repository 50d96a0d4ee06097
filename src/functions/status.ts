import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import { createStatusHandler } from '../lib/status/http';

app.http('status', {
  methods: ['GET'],
  route: 'status',
  authLevel: 'function',
  handler: guarded(createStatusHandler(sluice)),
});
