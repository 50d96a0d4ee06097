import { app } from '@azure/functions';
import { openGold } from '../lib/serve/gold/open-gold';
import { createGoldHandler, createGoldListHandler } from '../lib/serve/gold/http';
import { guarded } from '../lib/platform/http/guarded';
import { platform } from '../platform';

app.http('goldList', {
  methods: ['GET'],
  route: 'api/gold',
  authLevel: 'function',
  handler: guarded(createGoldListHandler(() => platform.use(openGold))),
});

app.http('gold', {
  methods: ['GET'],
  route: 'api/gold/{table}',
  authLevel: 'function',
  handler: guarded(createGoldHandler(() => platform.use(openGold))),
});
