import { join } from 'node:path';
import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createMonitorHandler } from '../lib/monitor/http';

app.http('monitor', {
  methods: ['GET'],
  route: 'monitor/{asset?}',
  authLevel: 'anonymous',
  // Beside `dist/src`, where the build puts the page.
  handler: guarded(createMonitorHandler({ directory: join(__dirname, '../../monitor') })),
});
