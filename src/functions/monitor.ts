import { join } from 'node:path';
import { app } from '@azure/functions';
import { guarded } from '../lib/http/guarded';
import { createMonitorHandler } from '../lib/http/monitor-handler';

app.http('monitor', {
  methods: ['GET'],
  route: 'monitor/{asset?}',
  authLevel: 'anonymous',
  // Beside `dist/src`, where the build puts the page.
  handler: guarded(createMonitorHandler({ directory: join(__dirname, '../../monitor') })),
});
