import { type WindowRow } from '../../src/lib/live/ports';

export interface WindowRowsOptions {
  /** @default 'iot_telemetry' */
  readonly view?: string;
  /** Of every row. @default 1 */
  readonly events?: number;
  /** Number of the first. @default 0 */
  readonly from?: number;
}

/** Windows of ten seconds, of one group each. */
export function windowRows(
  count: number,
  { view = 'iot_telemetry', events = 1, from = 0 }: WindowRowsOptions = {},
): readonly WindowRow[] {
  return Array.from({ length: count }, (_, index) => ({
    view,
    windowStart: '2026-11-21T09:00:00Z',
    windowEnd: '2026-11-21T09:00:10Z',
    keys: { site_code: `S${from + index}` },
    events,
    values: { faults: 0, temperature_celsius_average: 21.5 },
  }));
}
