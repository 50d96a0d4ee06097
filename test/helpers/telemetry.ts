/** A telemetry record that keeps its contract, for tests that send it over the wire. */
export function telemetry(
  readingId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    readingId,
    deviceId: 'dev-0001',
    measuredAt: '2026-11-21T08:15:30Z',
    site: { siteCode: 'HAM', name: 'Hamburg', country: 'DE', latitude: 53.63, longitude: 9.99 },
    metrics: { temperatureCelsius: 21.5, humidityPercent: 40 },
    status: 'ok',
    ...changes,
  };
}

/** The same in a CloudEvents envelope, as another producer would put it on the hub. */
export function telemetryEvent(
  id: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id,
    source: '/test',
    type: 'iot.telemetry',
    dataschema: 'urn:sluice:contract:iot.telemetry:1',
    time: '2026-11-21T08:15:30Z',
    datacontenttype: 'application/json',
    data: telemetry(id),
    ...changes,
  };
}
