import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { guarded } from '../lib/platform/http/guarded';
import { createIngestHandler } from '../lib/ingest/http';

app.http('ingest', {
  methods: ['POST'],
  route: 'ingest/{source}/{event}',
  authLevel: 'function',
  handler: guarded(createIngestHandler(sluice)),
});
