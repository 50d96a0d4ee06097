import { app } from '@azure/functions';
import { openSimulation } from '../lib/simulate/open-simulation';
import { functionNameOf } from '../lib/contracts/per-source';
import { SOURCES } from '../lib/contracts/source';
import { limitCall } from '../lib/platform/call-limits';
import { createSimulateTimerHandler } from '../lib/simulate/trigger';
import { platform } from '../platform';

// One timer a source: simulateIot, simulateEcommerce, simulateCustomers, simulateLogistics.
for (const source of SOURCES) {
  const name = functionNameOf('simulate', source);
  const simulate = createSimulateTimerHandler(() => platform.use(openSimulation), source);
  app.timer(name, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: (_timer, context) => limitCall(name, () => simulate(context)),
  });
}
