import { app } from '@azure/functions';
import { app as durable } from 'durable-functions';
import { openRefresh } from '../lib/refresh/open-refresh';
import { guarded } from '../lib/platform/http/guarded';
import { createRefreshCancelHandler } from '../lib/refresh/http/refresh-cancel-handler';
import {
  createRefreshListHandler,
  createRefreshReadHandler,
} from '../lib/refresh/http/refresh-read-handlers';
import { createRefreshStartHandler } from '../lib/refresh/http/refresh-start-handler';
import { createInstances } from '../lib/refresh/trigger/durable-instances';
import { platform } from '../platform';

const open = () => platform.use(openRefresh);

durable.client.http('refreshStart', {
  methods: ['POST'],
  route: 'refresh',
  authLevel: 'function',
  handler: (request, client, context) =>
    guarded(createRefreshStartHandler(open, createInstances(client)))(request, context),
});

app.http('refreshList', {
  methods: ['GET'],
  route: 'refresh',
  authLevel: 'function',
  handler: guarded(createRefreshListHandler(open)),
});

app.http('refreshRead', {
  methods: ['GET'],
  route: 'refresh/{id}',
  authLevel: 'function',
  handler: guarded(createRefreshReadHandler(open)),
});

app.http('refreshCancel', {
  methods: ['DELETE'],
  route: 'refresh/{id}',
  authLevel: 'function',
  handler: guarded(createRefreshCancelHandler(open)),
});
