import { app } from '@azure/functions';
import { openCatalog } from '../lib/contracts/catalog';
import { createContractsHandler } from '../lib/contracts/http';
import { guarded } from '../lib/platform/http/guarded';
import { platform } from '../platform';

app.http('contracts', {
  methods: ['GET'],
  route: 'api/contracts',
  authLevel: 'anonymous',
  handler: guarded(createContractsHandler(() => platform.use(openCatalog))),
});
