import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createContractHandler } from '../lib/contracts/http';
import { guarded } from '../lib/platform/http/guarded';

app.http('contract', {
  methods: ['GET'],
  route: 'contracts/{type}/{version?}',
  authLevel: 'anonymous',
  handler: guarded(createContractHandler(sluice)),
});
