import { SOURCES } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { openLandingState } from '../landing/heads';
import { openBronze } from '../landing/store';
import { openLiveReadings } from '../live';
import { ALL_SETTINGS } from './all-settings';
import { type Platform } from '../platform/platform';
import { openQuarantineTable } from '../quarantine';
import { openRefreshTable, readRefreshSettings } from '../refresh';

/**
 * Checks the settings of all features, and sends one cheap request to each service that the app needs.
 *
 * @returns the name of each failed check, with its error
 * @throws SluiceError `config_invalid`
 */
export async function checkDependencies(platform: Platform): Promise<ReadonlyMap<string, unknown>> {
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
  const failed = new Map<string, unknown>();
  await Promise.all(
    [...checks].map(async ([name, check]) => {
      try {
        await check();
      } catch (error) {
        failed.set(name, error);
      }
    }),
  );
  return new Map([...checks.keys()].flatMap((name) => (failed.has(name) ? [[name, failed.get(name)]] : [])));
}
