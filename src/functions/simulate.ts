import { app } from '@azure/functions';
import { openSimulation } from '../lib/simulate/open-simulation';
import { guarded } from '../lib/platform/http/guarded';
import { createSimulateHandler } from '../lib/simulate/http';
import { platform } from '../platform';

app.http('simulate', {
  methods: ['POST'],
  route: 'api/simulate/{source}',
  authLevel: 'function',
  handler: guarded(createSimulateHandler(() => platform.use(openSimulation))),
});
