import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createContractHandler } from '../lib/http/contracts-handler';
import { guarded } from '../lib/http/guarded';

app.http('contract', {
  methods: ['GET'],
  route: 'contracts/{type}/{version?}',
  authLevel: 'anonymous',
  handler: guarded(createContractHandler(sluice)),
});
