import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createOpenApiHandler } from '../lib/openapi/http';

app.http('openapi', {
  methods: ['GET'],
  route: 'openapi.json',
  authLevel: 'anonymous',
  handler: guarded(createOpenApiHandler()),
});
