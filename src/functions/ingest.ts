import { app } from '@azure/functions';
import { openIngest } from '../lib/ingest/open-ingest';
import { guarded } from '../lib/platform/http/guarded';
import { createIngestHandler } from '../lib/ingest/http';
import { platform } from '../platform';

app.http('ingest', {
  methods: ['POST'],
  route: 'api/ingest/{source}/{event}',
  authLevel: 'function',
  handler: guarded(createIngestHandler(() => platform.use(openIngest))),
});
