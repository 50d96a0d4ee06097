import { setTimeout as pause } from 'node:timers/promises';
import { openContracts } from '../contracts/open-contracts';
import { AttemptTable } from '../event-log/attempt-table';
import { openHubs } from '../event-log/event-hub-client';
import { openSearchTurns } from '../event-log/poison-guard';
import { EVENT_LOG } from '../event-log/settings';
import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { createAggregation, type Aggregation } from './create-aggregation';
import { openViews, openWindows } from './open-windows';
import { LIVE } from './settings';

/** Makes the aggregation of events into live windows. @throws SluiceError `config_invalid` */
export function openAggregation(platform: Platform): Aggregation {
  const { tables, live, eventLog } = platform.settings({
    tables: TABLES,
    live: LIVE,
    eventLog: EVENT_LOG,
  });
  return createAggregation({
    live,
    views: platform.use(openViews),
    validators: platform.use(openContracts).validators,
    store: platform.use(openWindows),
    viewStarts: platform.use(openWindows),
    attempts: new AttemptTable(tables, live.table),
    poisonAttempts: eventLog.poisonAttempts,
    sweepAfterSeconds: eventLog.sweepAfterSeconds,
    hub: platform.use(openHubs).hub,
    searchTurns: platform.use(openSearchTurns),
    tracksChanges: live.hasSinks,
    clock: platform.clock,
    pause: (milliseconds) => pause(milliseconds),
  });
}
