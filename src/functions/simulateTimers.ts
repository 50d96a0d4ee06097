import { app } from '@azure/functions';
import { openSimulation } from '../lib/simulate/open-simulation';
import { functionNameOf, SIMULATED_SOURCES } from '../lib/contracts/source';
import { limitCall } from '../lib/platform/call-limits';
import { createSimulateTimerHandler } from '../lib/simulate/trigger';
import { platform } from '../platform';

// One timer for each source that has a simulator: simulateIot and so on.
for (const source of SIMULATED_SOURCES) {
  const name = functionNameOf('simulate', source);
  const simulate = createSimulateTimerHandler(() => platform.use(openSimulation), source);
  app.timer(name, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: (_timer, context) => limitCall(name, () => simulate(context)),
  });
}
