import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/http/guarded';
import { createSimulateHandler } from '../lib/http/simulate-handler';

app.http('simulate', {
  methods: ['POST'],
  route: 'simulate/{source}',
  authLevel: 'function',
  handler: guarded(createSimulateHandler(sluice)),
});
