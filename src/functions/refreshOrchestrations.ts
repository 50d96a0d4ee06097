import { app } from 'durable-functions';
import { openRefresh } from '../lib/refresh/open-refresh';
import { limitCall } from '../lib/platform/call-limits';
import { createRefreshActivities } from '../lib/refresh/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../lib/refresh/trigger/refresh-names';
import { refreshMedallion } from '../lib/refresh/trigger/refresh-orchestrator';
import { runDownstream } from '../lib/refresh/trigger/run-orchestrator';
import { platform } from '../platform';

app.orchestration(ORCHESTRATIONS.refresh, refreshMedallion);
app.orchestration(ORCHESTRATIONS.run.pipeline, runDownstream);
app.orchestration(ORCHESTRATIONS.run.job, runDownstream);

const open = () => platform.use(openRefresh);

const activities = createRefreshActivities({
  steps: () => open().steps,
  runs: () => open().runs,
  refreshSemanticModel: (id) => open().refreshSemanticModel(id),
});
for (const [name, work] of activities) {
  app.activity(name, { handler: (input: unknown) => limitCall(name, () => work(input)) });
}
