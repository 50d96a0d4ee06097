import { app } from '@azure/functions';
import { openCatalog } from '../lib/contracts/catalog';
import { createContractHandler } from '../lib/contracts/http';
import { guarded } from '../lib/platform/http/guarded';
import { platform } from '../platform';

app.http('contract', {
  methods: ['GET'],
  route: 'api/contracts/{type}/{version?}',
  authLevel: 'anonymous',
  handler: guarded(createContractHandler(() => platform.use(openCatalog))),
});
