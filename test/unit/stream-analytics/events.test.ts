import { type Arrival, type Envelope, StreamScene, withinPolicy } from './stream-scene';

const reading = (
  readingId: string,
  measuredAt: string,
  change: Readonly<Record<string, unknown>> = {},
): Envelope => ({
  type: 'iot.telemetry',
  time: measuredAt,
  data: {
    readingId,
    deviceId: 'dev-1',
    measuredAt,
    site: { siteCode: 'WH-1', country: 'EE', latitude: 59, longitude: 24 },
    metrics: { temperatureCelsius: 20 },
    status: 'ok',
    ...change,
  },
});

const arrive = (envelopes: readonly Envelope[]): Arrival[] =>
  envelopes.map((envelope) => ({ source: 'iot', envelope, enqueuedAt: Date.parse(envelope.time) + 1000 }));

async function readingsByHour(arrivals: readonly Arrival[]): Promise<unknown[][]> {
  const scene = await StreamScene.start(arrivals);
  try {
    await scene.open('operations_site_hour');
    return await scene.rows(
      'SELECT CAST(hour_start AS VARCHAR), CAST(reading_count AS INTEGER) FROM operations_site_hour ORDER BY 1',
    );
  } finally {
    scene.end();
  }
}

it('counts the first instant of an hour in the hour that it begins, and the last millisecond in the hour that it ends', async () => {
  const times = [
    '2026-03-02T08:00:00Z',
    '2026-03-02T08:59:59.999Z',
    '2026-03-02T09:00:00.000Z',
    '2026-03-02T12:00:00+02:00',
  ];
  const rows = await readingsByHour(arrive(times.map((time, at) => reading(`r-${at}`, time))));
  expect(rows).toEqual([
    ['2026-03-02 08:00:00', 2],
    ['2026-03-02 09:00:00', 1],
    ['2026-03-02 10:00:00', 1],
  ]);
});

it('counts a copy once, and an event with a known id and another time as a new one', async () => {
  const [first, copy] = arrive([
    reading('r-1', '2026-03-02T08:10:00Z'),
    reading('r-1', '2026-03-02T08:10:00Z'),
  ]);
  const other = arrive([reading('r-1', '2026-03-02T08:20:00Z')]);
  if (first === undefined || copy === undefined) throw new Error('there are two');
  const later = { ...copy, enqueuedAt: copy.enqueuedAt + 60_000 };
  expect(await readingsByHour([later, first])).toEqual([['2026-03-02 08:00:00', 1]]);
  expect(await readingsByHour([first, later, ...other])).toEqual([['2026-03-02 08:00:00', 2]]);
});

it('drops events that are later or earlier than the policy allows, and keeps the others', async () => {
  const [newest, inside, outside, copy] = arrive([
    reading('r-1', '2026-03-02T09:05:00Z'),
    reading('r-2', '2026-03-02T08:55:10Z'),
    reading('r-3', '2026-03-02T08:54:50Z'),
    reading('r-1', '2026-03-02T08:00:00Z'),
  ]).map((arrival) => ({ ...arrival, enqueuedAt: Date.parse('2026-03-02T09:05:01Z') }));
  if (newest === undefined || inside === undefined || outside === undefined || copy === undefined)
    throw new Error();
  expect(withinPolicy([newest, inside, outside, copy])).toEqual([newest, inside]);
  const early = arrive([reading('r-5', '2026-03-02T09:20:00Z')]).map((arrival) => ({
    ...arrival,
    enqueuedAt: newest.enqueuedAt,
  }));
  expect(withinPolicy([...early, newest])).toEqual([newest]);
  expect(await readingsByHour(withinPolicy([newest, inside, outside]))).toEqual([
    ['2026-03-02 08:00:00', 1],
    ['2026-03-02 09:00:00', 1],
  ]);
});

const OF_ANOTHER_VERSION = {
  ...reading('r-2', '2026-03-02T08:10:00Z'),
  dataschema: 'urn:sluice:contract:iot.telemetry:2',
};

it.each<[string, Envelope]>([
  ['without an id', reading('r-2', '2026-03-02T08:10:00Z', { readingId: undefined })],
  ['without a valid time', reading('r-2', '2026-03-02T08:10:00Z', { measuredAt: 'yesterday' })],
  [
    'with a status that the contract does not have',
    reading('r-2', '2026-03-02T08:10:00Z', { status: 'fine' }),
  ],
  [
    'with a number out of bounds',
    reading('r-2', '2026-03-02T08:10:00Z', { metrics: { temperatureCelsius: 900 } }),
  ],
  ['with a text for a number', reading('r-2', '2026-03-02T08:10:00Z', { metrics: { powerWatts: 'much' } })],
  ['without a site', reading('r-2', '2026-03-02T08:10:00Z', { site: {} })],
  ['of another type', { ...reading('r-2', '2026-03-02T08:10:00Z'), type: 'iot.alarm' }],
  ['of another version', OF_ANOTHER_VERSION],
])('skips an event %s', async (_, spoiled) => {
  const sound = {
    ...reading('r-1', '2026-03-02T08:10:00Z'),
    dataschema: 'urn:sluice:contract:iot.telemetry:1',
  };
  const arrivals = [sound, spoiled].map((envelope): Arrival => ({ source: 'iot', envelope, enqueuedAt: 0 }));
  expect(await readingsByHour(arrivals)).toEqual([['2026-03-02 08:00:00', 1]]);
});
