import { join } from 'node:path';
import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createMonitorHandler } from '../lib/monitor/http';

app.http('monitor', {
  methods: ['GET'],
  route: 'api/monitor/{asset?}',
  authLevel: 'anonymous',
  // The build writes the page to `dist/monitor`, and the bundle with this line to `dist/app`.
  handler: guarded(createMonitorHandler({ directory: join(__dirname, '../monitor') })),
});
