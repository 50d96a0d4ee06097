import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { capitalised } from '../lib/platform/capitalised';
import { SOURCES } from '../lib/contracts/source';
import { limitCall } from '../lib/platform/limit-call';
import { createSimulateTimerHandler } from '../lib/simulate/trigger';

// One timer a source: simulateIot, simulateEcommerce, simulateCustomers, simulateLogistics.
for (const source of SOURCES) {
  const name = `simulate${capitalised(source)}`;
  const simulate = createSimulateTimerHandler(sluice, source);
  app.timer(name, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: (_timer, context) => limitCall(name, () => simulate(context)),
  });
}
