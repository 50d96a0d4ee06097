import { app } from '@azure/functions';
import { createChangesHandler } from '../lib/live/changes/http';
import { openChanges } from '../lib/live/changes/open-changes';
import { guarded } from '../lib/platform/http/guarded';
import { platform } from '../platform';

app.http('serveChanges', {
  methods: ['GET'],
  route: 'api/serve/{view}/changes',
  authLevel: 'function',
  handler: guarded(createChangesHandler(() => platform.use(openChanges))),
});
