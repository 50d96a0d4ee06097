import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createGoldHandler, createGoldListHandler } from '../lib/http/gold-handler';
import { guarded } from '../lib/http/guarded';

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
