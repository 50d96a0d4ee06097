import { app } from '@azure/functions';
import { openServe } from '../lib/serve/open-serve';
import { guarded } from '../lib/platform/http/guarded';
import { createServeHandler, createServeListHandler } from '../lib/serve/http';
import { platform } from '../platform';

app.http('serveList', {
  methods: ['GET'],
  route: 'api/serve',
  authLevel: 'function',
  handler: guarded(createServeListHandler(() => platform.use(openServe))),
});

app.http('serve', {
  methods: ['GET'],
  route: 'api/serve/{view}',
  authLevel: 'function',
  handler: guarded(createServeHandler(() => platform.use(openServe), platform.clock)),
});
