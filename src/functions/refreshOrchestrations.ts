import { app } from 'durable-functions';
import { sluice } from '../lib/compose';
import { limitCall } from '../lib/platform/limit-call';
import { createRefreshActivities } from '../lib/refresh/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../lib/refresh/trigger/refresh-names';
import { refreshMedallion, refreshMedallion2, refreshMedallion3 } from '../lib/refresh/trigger/refresh-orchestrator';
import { runDownstream } from '../lib/refresh/trigger/run-orchestrator';

app.orchestration(ORCHESTRATIONS.refresh, refreshMedallion3);
app.orchestration(ORCHESTRATIONS.refreshBeforeRetries, refreshMedallion2);
app.orchestration(ORCHESTRATIONS.refreshBeforePowerBi, refreshMedallion);
app.orchestration(ORCHESTRATIONS.run.pipeline, runDownstream);
app.orchestration(ORCHESTRATIONS.run.job, runDownstream);

const activities = createRefreshActivities({
  steps: () => sluice().refresh().steps,
  runs: () => sluice().refresh().runs,
  refreshSemanticModel: (id) => sluice().refresh().refreshSemanticModel(id),
});
for (const [name, work] of activities) {
  app.activity(name, { handler: (input: unknown) => limitCall(name, () => work(input)) });
}
