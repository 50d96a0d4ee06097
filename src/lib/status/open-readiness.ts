import { SOURCES } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { openLandingState } from '../landing/heads';
import { openBronze } from '../landing/store';
import { openLiveReadings } from '../live';
import { ALL_SETTINGS } from './all-settings';
import { type Platform } from '../platform/platform';
import { type CheckResults, runChecks } from './ready-handler';
import { openQuarantineTable } from '../quarantine';
import { openRefreshTable, readRefreshSettings } from '../refresh';

/**
 * Checks the settings of all features, and sends one cheap request to each service that the app needs.
 *
 * @throws SluiceError `config_invalid`
 */
export async function checkDependencies(platform: Platform): Promise<CheckResults> {
  platform.settings(ALL_SETTINGS);
  const { hub } = platform.use(openHubs);
  const checks = new Map<string, () => Promise<unknown>>();
  for (const source of SOURCES) checks.set(`hub ${source}`, () => hub.readHubGeneration(source));
  checks.set('lake', () => platform.use(openBronze).check());
  checks.set('tables', () => platform.use(openLandingState).check());
  checks.set('live windows', () => platform.use(openLiveReadings).check());
  checks.set('quarantine', () => platform.use(openQuarantineTable).check());
  if (readRefreshSettings(platform) !== undefined) {
    checks.set('refresh', () => platform.use(openRefreshTable).check());
  }
  return runChecks(checks);
}
