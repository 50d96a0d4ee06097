import { app } from '@azure/functions';
import { isSet, sluice } from '../lib/compose';
import { guarded } from '../lib/http/guarded';
import {
  createQuarantineListHandler,
  createQuarantineReadHandler,
  createReplayListHandler,
} from '../lib/http/quarantine-read-handlers';
import { createReplayHandler } from '../lib/http/quarantine-replay-handler';
import { limitCall } from '../lib/trigger/limit-call';
import { createQuarantineIndexHandler } from '../lib/trigger/quarantine-index-handler';

app.http('quarantineList', {
  methods: ['GET'],
  route: 'quarantine',
  authLevel: 'function',
  handler: guarded(createQuarantineListHandler(sluice)),
});

// Fixed routes win over `{id}`, and no id is one word.
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

app.http('quarantineRead', {
  methods: ['GET'],
  route: 'quarantine/{id}',
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
