import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createReplayHandler } from '../lib/quarantine/http/quarantine-replay-handler';
import { openReplays } from '../lib/quarantine/open-replays';
import { platform } from '../platform';

app.http('quarantineReplay', {
  methods: ['POST'],
  route: 'api/quarantine/replay',
  authLevel: 'function',
  handler: guarded(createReplayHandler(() => platform.use(openReplays))),
});
