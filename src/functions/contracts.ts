import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createContractsHandler } from '../lib/contracts/http';
import { guarded } from '../lib/platform/http/guarded';

app.http('contracts', {
  methods: ['GET'],
  route: 'contracts',
  authLevel: 'anonymous',
  handler: guarded(createContractsHandler(sluice)),
});
