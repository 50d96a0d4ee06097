import { findDataSet } from '../../../../local/replay/data-sets';
import { compileMapping } from '../../../../local/replay/mapping/compile-mapping';
import { readMapping } from '../../../../local/replay/mapping/mapping';
import { openInput } from '../../../../local/replay/read/open-input';

async function readFirst(name: string, count: number): Promise<unknown[]> {
  const dataSet = findDataSet(name);
  if (dataSet === undefined) throw new Error(`no data set ${name}`);
  const { rows, columns } = await openInput(dataSet.file);
  const map = compileMapping(readMapping(dataSet.mapping), columns);
  const records: unknown[] = [];
  for await (const chunk of rows) {
    for (const row of chunk) {
      const mapped = map(row);
      records.push('json' in mapped ? JSON.parse(mapped.json) : mapped);
      if (records.length === count) return records;
    }
  }
  return records;
}

it('reads the same shipments from flights each time', async () => {
  const records = await readFirst('flights', 5000);
  expect(records[0]).toEqual({
    shipmentEventId: 'LAS-PHL:2001-01-01T00:01:00:1',
    shipmentId: 'LAS-PHL:1',
    carrierCode: 'US-AIR',
    mode: 'air',
    origin: { siteCode: 'LAS', country: 'US' },
    destination: { siteCode: 'PHL', country: 'US' },
    status: 'departed',
    occurredAt: '2001-01-01T00:01:00Z',
    delayMinutes: 33,
    distanceKilometres: 3501.9,
  });
  expect(await readFirst('flights', 5000)).toEqual(records);
  expect(new Set(records.map((record) => (record as { shipmentEventId: string }).shipmentEventId)).size).toBe(
    5000,
  );
});

it('reads a year of hourly weather as telemetry', async () => {
  const records = await readFirst('weather', Infinity);
  expect(records).toHaveLength(8759);
  expect(records[0]).toEqual({
    readingId: 'KSEA:2010-01-01T01:00:00',
    deviceId: 'weather-KSEA',
    deviceKind: 'weather-station',
    measuredAt: '2010-01-01T01:00:00-08:00',
    site: {
      siteCode: 'SEA',
      name: 'Seattle-Tacoma International Airport',
      country: 'US',
      latitude: 47.449,
      longitude: -122.309,
    },
    metrics: { temperatureCelsius: 4, pressureHectopascal: 1016.6, windSpeedMetresPerSecond: 3.8 },
    status: 'ok',
  });
});

it('returns undefined for an unknown data set', () => {
  expect(findDataSet('cars')).toBeUndefined();
});
