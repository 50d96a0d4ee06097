import { openHubs } from '../event-log/open-hubs';
import { openBronze, openWaiting } from '../landing';
import { openLiveReadings } from '../live';
import { API_VERSION } from '../platform/api-version';
import { POWER_BI } from '../platform/azure/power-bi-settings';
import { type Platform } from '../platform/platform';
import { openQuarantineTotals } from '../quarantine';
import { openPlans, openRefreshTable, readRefreshSettings } from '../refresh';
import { createStatus, type StatusOptions } from './create-status';
import { type StatusReader } from './read-status';
import { readLiveProgress, readQuarantineTotals } from './status-sources';

/** How every stage is, as this process sees it. @throws SluiceError `config_invalid` */
export function openStatus(platform: Platform): StatusReader {
  const live = platform.use(openLiveReadings);
  const quarantine = platform.use(openQuarantineTotals);
  return createStatus({
    clock: platform.clock,
    version: API_VERSION,
    hub: platform.use(openHubs).hub,
    slots: platform.use(openBronze),
    waiting: platform.use(openWaiting),
    live: { read: () => readLiveProgress(live) },
    quarantine: { totals: () => readQuarantineTotals(quarantine) },
    sinks: { read: () => live.readSinks() },
    refresh: toRefreshes(platform),
    powerBiEndpoint: platform.settings({ powerBi: POWER_BI }).powerBi.endpoint,
  });
}

function toRefreshes(platform: Platform): StatusOptions['refresh'] {
  if (readRefreshSettings(platform) === undefined) return undefined;
  const store = platform.use(openRefreshTable);
  const plans = platform.use(openPlans);
  return {
    list: (options) => store.listRefreshes(options),
    readPlan: (number) => plans.readPlan(number),
  };
}
