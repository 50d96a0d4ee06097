import { CHECKPOINT } from '../checkpoint/settings';
import { CONTRACTS } from '../contracts/settings';
import { EVENT_LOG } from '../event-log/settings';
import { INGEST } from '../ingest/settings';
import { LANDING } from '../landing/settings';
import { LIVE } from '../live/settings';
import { SINKS } from '../live/sinks/settings';
import { EVENT_HUBS, LAKE, TABLES } from '../platform/azure/connections';
import { TELEMETRY } from '../platform/telemetry/settings';
import { QUARANTINE } from '../quarantine/settings';
import { REFRESH, SEMANTIC_MODEL } from '../refresh/settings';
import { SIMULATION } from '../simulate/settings';

/** The settings of every feature, in the order of the documentation. */
export const ALL_SETTINGS = {
  eventHubs: EVENT_HUBS,
  lake: LAKE,
  tables: TABLES,
  landing: LANDING,
  contracts: CONTRACTS,
  ingest: INGEST,
  eventLog: EVENT_LOG,
  simulation: SIMULATION,
  refresh: REFRESH,
  live: LIVE,
  sinks: SINKS,
  semanticModel: SEMANTIC_MODEL,
  quarantine: QUARANTINE,
  telemetry: TELEMETRY,
  checkpoint: CHECKPOINT,
} as const;
