import { setTimeout as pause } from 'node:timers/promises';
import { openContracts } from '../contracts/open-contracts';
import { perSource, type Source, SOURCES } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { openSearchTurns } from '../event-log/poison-guard';
import { EVENT_LOG } from '../event-log/settings';
import { sweepHubs, type SweepOutcome } from '../event-log/sweep-hubs';
import { type Platform } from '../platform/platform';
import { countSwept } from './count-swept';
import { BronzeWriter, type SweepResult } from './bronze-writer';
import { openBronze } from './store/lake-client';
import { openLandingState } from './store/landing-table';

/** The Bronze writers and the sweep, ready to use. */
export interface Landing {
  readonly bronzeWriters: Readonly<Record<Source, BronzeWriter>>;
  /** Lands events that the Event Hubs trigger left in the hubs. */
  sweep(): Promise<readonly SweepOutcome<SweepResult>[]>;
}

/** Opens landing with the settings of the app. @throws SluiceError `config_invalid` */
export function openLanding(platform: Platform): Landing {
  const { clock } = platform;
  const { poisonAttempts, sweepAfterSeconds } = platform.settings({ eventLog: EVENT_LOG }).eventLog;
  const { validators } = platform.use(openContracts);
  const { hub } = platform.use(openHubs);
  const store = platform.use(openBronze);
  const state = platform.use(openLandingState);
  const searchTurns = platform.use(openSearchTurns);
  const bronzeWriters = perSource(
    (source) =>
      new BronzeWriter({
        source,
        store,
        state,
        hub,
        validate: validators[source],
        clock,
        pause: (milliseconds) => pause(milliseconds),
        poisonAttempts,
        searchTurns,
      }),
  );
  return {
    bronzeWriters,
    sweep: () =>
      sweepHubs({
        sources: SOURCES,
        hub,
        clock,
        afterSeconds: sweepAfterSeconds,
        sweep: (source, partition, options) =>
          bronzeWriters[source].sweep(partition, { ...options, observe: countSwept(source) }),
      }),
  };
}
