import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import { createSimulateHandler } from '../lib/simulate/http';

app.http('simulate', {
  methods: ['POST'],
  route: 'simulate/{source}',
  authLevel: 'function',
  handler: guarded(createSimulateHandler(sluice)),
});
