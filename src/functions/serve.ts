import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import { createServeHandler, createServeListHandler } from '../lib/serve/http';

app.http('serveList', {
  methods: ['GET'],
  route: 'serve',
  authLevel: 'function',
  handler: guarded(createServeListHandler(sluice)),
});

app.http('serve', {
  methods: ['GET'],
  route: 'serve/{view}',
  authLevel: 'function',
  handler: guarded(createServeHandler(sluice)),
});
