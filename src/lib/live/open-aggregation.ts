import { setTimeout as pause } from 'node:timers/promises';
import { openCatalog } from '../contracts/catalog';
import { SOURCES } from '../contracts/source';
import { AttemptTable } from '../event-log/attempt-table';
import { openSearchTurns } from '../event-log/poison-guard';
import { EVENT_LOG } from '../event-log/settings';
import { listHeads, openLandingState } from '../landing/heads';
import { openBronze } from '../landing/store';
import { TABLES } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { createAggregation, type Aggregation } from './create-aggregation';
import { createBronzeSlots } from './create-bronze-slots';
import { openChangeNotice } from './deliver/open-change-notice';
import { openViews, openWindows } from './open-windows';
import { LIVE } from './settings';

/** Makes the aggregation of events into live windows. @throws SluiceError `config_invalid` */
export function openAggregation(platform: Platform): Aggregation {
  const { tables, live, eventLog } = platform.settings({
    tables: TABLES,
    live: LIVE,
    eventLog: EVENT_LOG,
  });
  const catalog = platform.use(openCatalog);
  const bronze = platform.use(openBronze);
  const state = platform.use(openLandingState);
  return createAggregation({
    live,
    views: platform.use(openViews),
    store: platform.use(openWindows),
    viewStarts: platform.use(openWindows),
    slots: createBronzeSlots(bronze, (type, version) => catalog.find(type, version)),
    listHeads: () => listHeads({ sources: SOURCES, store: bronze, reader: bronze, state }),
    attempts: new AttemptTable(tables, live.table),
    poisonAttempts: eventLog.poisonAttempts,
    sweepAfterSeconds: eventLog.sweepAfterSeconds,
    searchTurns: platform.use(openSearchTurns),
    tracksChanges: live.hasSinks,
    noticeChange: openChangeNotice(platform),
    clock: platform.clock,
    pause: (milliseconds) => pause(milliseconds),
  });
}
