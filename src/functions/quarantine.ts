import { app } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import {
  createQuarantineListHandler,
  createQuarantineReadHandler,
  createReplayListHandler,
} from '../lib/quarantine/http/quarantine-read-handlers';
import { createReplayHandler } from '../lib/quarantine/http/quarantine-replay-handler';
import { limitCall } from '../lib/platform/limit-call';
import { createQuarantineIndexHandler } from '../lib/quarantine/trigger';

app.http('quarantineList', {
  methods: ['GET'],
  route: 'quarantine',
  authLevel: 'function',
  handler: guarded(createQuarantineListHandler(sluice)),
});

app.http('quarantineReplays', {
  methods: ['GET'],
  route: 'quarantine/replays',
  authLevel: 'function',
  handler: guarded(createReplayListHandler(sluice)),
});

app.http('quarantineReplay', {
  methods: ['POST'],
  route: 'quarantine/replay',
  authLevel: 'function',
  handler: guarded(createReplayHandler(sluice)),
});

// The host tries functions by their names in alphabetical order, so `{id}` alone would hide `quarantine/replays`.
app.http('quarantineRead', {
  methods: ['GET'],
  route: 'quarantine/{id:regex(^(?!replays$))}',
  authLevel: 'function',
  handler: guarded(createQuarantineReadHandler(sluice)),
});

if (isSet('QUARANTINE_INDEX_SCHEDULE')) {
  const index = createQuarantineIndexHandler(sluice);
  app.timer('indexQuarantine', {
    schedule: '%QUARANTINE_INDEX_SCHEDULE%',
    handler: (_timer, context) => limitCall('indexQuarantine', () => index(context)),
  });
}
