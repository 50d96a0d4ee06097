import { join } from 'node:path';
import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createMonitorHandler } from '../lib/monitor/http';

app.http('monitor', {
  methods: ['GET'],
  route: 'api/monitor/{asset?}',
  authLevel: 'anonymous',
  // Next to `dist/src`, where the build writes the page.
  handler: guarded(createMonitorHandler({ directory: join(__dirname, '../../monitor') })),
});
