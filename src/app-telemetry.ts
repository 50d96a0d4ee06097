import { APP_VERSION } from './lib/platform/app-version';
import { isSluiceError } from './lib/platform/errors';
import { type Platform } from './lib/platform/platform';
import { TELEMETRY, type TelemetryConfig } from './lib/platform/telemetry/settings';
import { startTelemetry } from './lib/platform/telemetry/start-telemetry';
import { observeLag } from './lib/status/observe-lag';
import { openStatus } from './lib/status/open-status';

/**
 * Starts traces and metrics if the settings have a destination. Telemetry never fails the app: wrong settings are
 * reported here, and `GET /api/ready` names them.
 *
 * @param report receives errors of sending
 */
export async function startAppTelemetry(platform: Platform, report: (fault: unknown) => void): Promise<void> {
  let config: TelemetryConfig | undefined;
  try {
    config = platform.settings({ telemetry: TELEMETRY }).telemetry;
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'config_invalid') throw error;
    report(error.message);
    return;
  }
  const telemetry = await startTelemetry(config, { version: APP_VERSION, report });
  platform.onClose(() => telemetry.close());
  observeLag(() => platform.use(openStatus));
}
