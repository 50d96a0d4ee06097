import { app } from '@azure/functions';
import { toJsonResponse } from '../lib/platform/http/responses';
import { type Health } from '../lib/status/api';

app.http('health', {
  methods: ['GET'],
  route: 'api/health',
  authLevel: 'anonymous',
  handler: () => toJsonResponse({ status: 'healthy' } satisfies Health),
});
