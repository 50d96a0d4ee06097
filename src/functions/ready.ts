import { app } from '@azure/functions';
import { checkDependencies } from '../lib/status/open-readiness';
import { guarded } from '../lib/platform/http/guarded';
import { createReadyHandler } from '../lib/status/ready-handler';
import { platform } from '../platform';

app.http('ready', {
  methods: ['GET'],
  route: 'api/ready',
  authLevel: 'anonymous',
  handler: guarded(createReadyHandler(() => checkDependencies(platform))),
});
