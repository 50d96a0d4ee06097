import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { capitalised } from '../lib/shared/capitalised';
import { SOURCES } from '../lib/shared/source';
import { limitCall } from '../lib/trigger/limit-call';
import { createSimulateTimerHandler } from '../lib/trigger/simulate-timer-handler';

// One timer a source: simulateIot, simulateEcommerce, simulateCustomers, simulateLogistics.
for (const source of SOURCES) {
  const name = `simulate${capitalised(source)}`;
  const simulate = createSimulateTimerHandler(sluice, source);
  app.timer(name, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: (_timer, context) => limitCall(name, () => simulate(context)),
  });
}
