import { app } from 'durable-functions';
import { sluice } from '../lib/compose';
import { createRefreshActivities } from '../lib/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../lib/trigger/refresh-names';
import { refreshMedallion } from '../lib/trigger/refresh-orchestrator';
import { runDownstream } from '../lib/trigger/run-orchestrator';

app.orchestration(ORCHESTRATIONS.refresh, refreshMedallion);
app.orchestration(ORCHESTRATIONS.run.pipeline, runDownstream);
app.orchestration(ORCHESTRATIONS.run.job, runDownstream);

const activities = createRefreshActivities({
  steps: () => sluice().refresh().steps,
  runs: () => sluice().refresh().runs,
});
for (const [name, handler] of activities) app.activity(name, { handler });
