import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { capitalised } from '../lib/platform/capitalised';
import { SIMULATED_SOURCES } from '../lib/contracts/source';
import { limitCall } from '../lib/platform/limit-call';
import { createSimulateTimerHandler } from '../lib/simulate/trigger';

// One timer for each source that has a simulator: simulateIot and so on.
for (const source of SIMULATED_SOURCES) {
  const name = `simulate${capitalised(source)}`;
  const simulate = createSimulateTimerHandler(sluice, source);
  app.timer(name, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: (_timer, context) => limitCall(name, () => simulate(context)),
  });
}
