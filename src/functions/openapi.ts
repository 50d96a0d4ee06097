import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/http/guarded';
import { createOpenApiHandler } from '../lib/http/openapi-handler';

app.http('openapi', {
  methods: ['GET'],
  route: 'openapi.json',
  authLevel: 'anonymous',
  handler: guarded(createOpenApiHandler(sluice)),
});
