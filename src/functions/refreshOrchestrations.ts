import { app } from 'durable-functions';
import { sluice } from '../lib/compose';
import { createRefreshActivities } from '../lib/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../lib/trigger/refresh-names';
import { refreshMedallion } from '../lib/trigger/refresh-orchestrator';
import { runDownstream } from '../lib/trigger/run-orchestrator';

app.orchestration(ORCHESTRATIONS.refresh, refreshMedallion);
app.orchestration(ORCHESTRATIONS.run.pipeline, runDownstream);
app.orchestration(ORCHESTRATIONS.run.job, runDownstream);

for (const [name, handler] of createRefreshActivities(sluice)) app.activity(name, { handler });
