import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/http/guarded';
import { createStatusHandler } from '../lib/http/status-handler';

app.http('status', {
  methods: ['GET'],
  route: 'status',
  authLevel: 'function',
  handler: guarded(createStatusHandler(sluice)),
});
