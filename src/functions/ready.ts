import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/http/guarded';
import { createReadyHandler } from '../lib/http/ready-handler';

app.http('ready', {
  methods: ['GET'],
  route: 'ready',
  authLevel: 'anonymous',
  handler: guarded(createReadyHandler(sluice)),
});
