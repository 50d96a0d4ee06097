import { app } from '@azure/functions';
import { openQuarantineReader } from '../lib/quarantine/open-quarantine-reader';
import { guarded } from '../lib/platform/http/guarded';
import {
  createQuarantineListHandler,
  createQuarantineReadHandler,
  createReplayListHandler,
} from '../lib/quarantine/http/quarantine-read-handlers';
import { platform } from '../platform';

const open = () => platform.use(openQuarantineReader);

app.http('quarantineList', {
  methods: ['GET'],
  route: 'api/quarantine',
  authLevel: 'function',
  handler: guarded(createQuarantineListHandler(open)),
});

app.http('quarantineReplays', {
  methods: ['GET'],
  route: 'api/quarantine/replays',
  authLevel: 'function',
  handler: guarded(createReplayListHandler(open)),
});

// The host tries functions by their names in alphabetical order, so `{id}` alone would hide `quarantine/replays`.
app.http('quarantineRead', {
  methods: ['GET'],
  route: 'api/quarantine/{id:regex(^(?!replays$))}',
  authLevel: 'function',
  handler: guarded(createQuarantineReadHandler(open)),
});
