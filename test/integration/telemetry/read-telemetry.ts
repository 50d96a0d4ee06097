import { z } from 'zod';
import {
  TELEMETRY_SETTINGS,
  type TelemetryConfig,
  toTelemetryConfig,
} from '../../../src/lib/platform/telemetry/settings';

export function readTelemetry(
  environment: Readonly<Record<string, string | undefined>>,
): TelemetryConfig | undefined {
  return toTelemetryConfig(z.object(TELEMETRY_SETTINGS).parse(environment));
}
