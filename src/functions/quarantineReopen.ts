import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createReopenHandler } from '../lib/quarantine/http/quarantine-reopen-handler';
import { openReplays } from '../lib/quarantine/open-replays';
import { platform } from '../platform';

app.http('quarantineReopen', {
  methods: ['POST'],
  route: 'quarantine/reopen',
  authLevel: 'function',
  handler: guarded(createReopenHandler(() => platform.use(openReplays))),
});
