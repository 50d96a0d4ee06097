import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createApiPageHandler, createOpenApiHandler } from '../lib/openapi/http';

app.http('openapi', {
  methods: ['GET'],
  route: 'api/openapi.json',
  authLevel: 'anonymous',
  handler: guarded(createOpenApiHandler()),
});

app.http('openapiPage', {
  methods: ['GET'],
  route: 'api/docs',
  authLevel: 'anonymous',
  handler: guarded(createApiPageHandler()),
});
