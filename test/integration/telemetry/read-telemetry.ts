import { readSettings } from '../../../src/lib/platform/settings';
import { TELEMETRY, type TelemetryConfig } from '../../../src/lib/platform/telemetry/settings';

export function readTelemetry(
  environment: Readonly<Record<string, string | undefined>>,
): TelemetryConfig | undefined {
  return readSettings({ telemetry: TELEMETRY }, environment).telemetry;
}
