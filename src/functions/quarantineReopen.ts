import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createReopenHandler } from '../lib/quarantine/http/quarantine-replay-handler';
import { openReopening } from '../lib/quarantine/open-reopening';
import { platform } from '../platform';

app.http('quarantineReopen', {
  methods: ['POST'],
  route: 'api/quarantine/reopen',
  authLevel: 'function',
  handler: guarded(createReopenHandler(() => platform.use(openReopening))),
});
