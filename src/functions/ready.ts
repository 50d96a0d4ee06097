import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import { createReadyHandler } from '../lib/status/ready-handler';

app.http('ready', {
  methods: ['GET'],
  route: 'ready',
  authLevel: 'anonymous',
  handler: guarded(createReadyHandler(sluice)),
});
