import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { createContractsHandler } from '../lib/http/contracts-handler';
import { guarded } from '../lib/http/guarded';

app.http('contracts', {
  methods: ['GET'],
  route: 'contracts',
  authLevel: 'anonymous',
  handler: guarded(createContractsHandler(sluice)),
});
