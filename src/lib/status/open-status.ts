import { openHubs } from '../event-log/event-hub-client';
import { openWaiting } from '../landing';
import { openBronze } from '../landing/store';
import { type LiveReadings, openLiveReadings } from '../live';
import { APP_VERSION } from '../platform/app-version';
import { POWER_BI } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { openQuarantineTotals, type QuarantineTotalsReader } from '../quarantine';
import { openPlans, openRefreshTable, readRefreshSettings } from '../refresh';
import { createStatus, type StatusOptions } from './create-status';
import { type StatusReader } from './read-status';
import { type LandedTotals, type LiveProgress, type QuarantineTotals } from './ports';
import { type Source, SOURCES } from '../contracts/source';

/** Makes the status reader of this process. @throws SluiceError `config_invalid` */
export function openStatus(platform: Platform): StatusReader {
  const live = platform.use(openLiveReadings);
  const quarantine = platform.use(openQuarantineTotals);
  return createStatus({
    clock: platform.clock,
    version: APP_VERSION,
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

/** Maximum age of the index for the status, which the page reads every second. */
const INDEX_AGE_MILLISECONDS = 2000;

/** Reads the position of live windows in every hub partition. */
export async function readLiveProgress(
  live: Pick<LiveReadings, 'readPositions'>,
): Promise<readonly LiveProgress[]> {
  const lists = await Promise.all(SOURCES.map((source) => live.readPositions(source)));
  return lists.flat().map(({ partition, position: { lastSequenceNumber, wholeFrom } }) => ({
    ...partition,
    lastSequenceNumber,
    wholeFrom,
  }));
}

/** Reads the totals of landed and quarantined events. */
export async function readQuarantineTotals(quarantine: QuarantineTotalsReader): Promise<QuarantineTotals> {
  const age = { maxAgeMilliseconds: INDEX_AGE_MILLISECONDS };
  const [summary, partitions] = await Promise.all([quarantine.summary(age), quarantine.totals(age)]);
  const landed = new Map<Source, LandedTotals>(
    SOURCES.map((source) => [source, { source, accepted: 0, quarantined: 0 }]),
  );
  for (const { source, accepted, quarantined } of partitions) {
    const before = landed.get(source);
    landed.set(source, {
      source,
      accepted: (before?.accepted ?? 0) + accepted,
      quarantined: (before?.quarantined ?? 0) + quarantined,
    });
  }
  return { ...summary, landed: [...landed.values()] };
}
