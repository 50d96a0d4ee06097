import { app } from '@azure/functions';
import { sluice } from '../lib/compose';
import { capitalised } from '../lib/shared/capitalised';
import { SOURCES } from '../lib/shared/source';
import { createSimulateTimerHandler } from '../lib/trigger/simulate-timer-handler';

// One timer a source: simulateIot, simulateEcommerce, simulateCustomers, simulateLogistics.
for (const source of SOURCES) {
  app.timer(`simulate${capitalised(source)}`, {
    schedule: `%SIMULATE_${source.toUpperCase()}_SCHEDULE%`,
    handler: createSimulateTimerHandler(sluice, source),
  });
}
