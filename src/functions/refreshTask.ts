import { app } from '@azure/functions';
import { guarded } from '../lib/platform/http/guarded';
import { createRefreshTaskHandler } from '../lib/refresh/http/refresh-task-handler';
import { openTaskOutputs } from '../lib/refresh/read-task-output';
import { platform } from '../platform';

app.http('refreshTask', {
  methods: ['GET'],
  route: 'api/refresh/{id}/tasks/{task}',
  authLevel: 'function',
  handler: guarded(createRefreshTaskHandler(() => platform.use(openTaskOutputs))),
});
