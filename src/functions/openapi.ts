import { app } from '@azure/functions';
import { openContracts } from '../lib/contracts/open-contracts';
import { guarded } from '../lib/platform/http/guarded';
import { createOpenApiHandler } from '../lib/openapi/http';
import { platform } from '../platform';

app.http('openapi', {
  methods: ['GET'],
  route: 'openapi.json',
  authLevel: 'anonymous',
  handler: guarded(createOpenApiHandler(() => platform.use(openContracts).registry)),
});
