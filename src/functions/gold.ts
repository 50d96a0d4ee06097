import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createGoldHandler, createGoldListHandler } from '../lib/serve/gold/http';
import { guarded } from '../lib/platform/http/guarded';

app.http('goldList', {
  methods: ['GET'],
  route: 'gold',
  authLevel: 'function',
  handler: guarded(createGoldListHandler(sluice)),
});

app.http('gold', {
  methods: ['GET'],
  route: 'gold/{table}',
  authLevel: 'function',
  handler: guarded(createGoldHandler(sluice)),
});
