import { app } from '@azure/functions';
import { createFrontHandler } from '../lib/front/http';
import { guarded } from '../lib/platform/http/guarded';

// A function on `/` replaces the welcome page of the host. This needs an empty routePrefix in host.json.
app.http('front', {
  methods: ['GET'],
  route: '/',
  authLevel: 'anonymous',
  handler: guarded(createFrontHandler()),
});

app.http('frontOfApi', {
  methods: ['GET'],
  route: 'api',
  authLevel: 'anonymous',
  handler: guarded(createFrontHandler()),
});
