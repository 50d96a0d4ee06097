import { fromTrigger } from '../../../src/lib/event-log/trigger/received-batch';

/**
 * Two events as extension 5.x and a worker that passes numbers deliver them. The second has a key and no content type.
 */
const metadata = {
  partitionContext: { partitionId: '3' },
  partitionKeyArray: ['device-1'],
  sequenceNumberArray: [7, 8],
  offsetArray: ['1024', '2048'],
  enqueuedTimeUtcArray: ['2026-11-21T02:50:44.123Z', '2026-11-21T02:50:44.5'],
  propertiesArray: [{}, { 'cloudEvents:id': 'x' }],
  systemPropertiesArray: [{ 'content-type': 'application/cloudevents+json' }, {}],
};
const bodies = [Buffer.from('one'), Buffer.from('two')];
const TIMES = [Date.UTC(2026, 10, 21, 2, 50, 44, 123), Date.UTC(2026, 10, 21, 2, 50, 44, 500)];

const positionsOf = (triggerMetadata: Record<string, unknown>) =>
  fromTrigger(bodies, { triggerMetadata }).events.map(({ sequenceNumber, offset, enqueuedTime }) => ({
    sequenceNumber,
    offset,
    enqueuedTime,
  }));
const EXPECTED = [
  { sequenceNumber: 7, offset: '1024', enqueuedTime: TIMES[0] },
  { sequenceNumber: 8, offset: '2048', enqueuedTime: TIMES[1] },
];

it('reads positions, times, properties and content types from the metadata of the bodies', () => {
  const { partition, events } = fromTrigger(bodies, { triggerMetadata: metadata });
  expect(partition).toBe(3);
  expect(events).toEqual([
    {
      sequenceNumber: 7,
      offset: '1024',
      enqueuedTime: TIMES[0],
      body: bodies[0],
      contentType: 'application/cloudevents+json',
      properties: undefined,
    },
    {
      sequenceNumber: 8,
      offset: '2048',
      enqueuedTime: TIMES[1],
      body: bodies[1],
      contentType: undefined,
      properties: { 'cloudEvents:id': 'x' },
    },
  ]);
});

/** System properties as the extension writes them, after the library changed first letters to lower case. */
const full = [
  {
    'x-opt-sequence-number': 7,
    'x-opt-offset': '1024',
    'x-opt-enqueued-time': '2026-11-21T02:50:44.123Z',
    'x-opt-partition-key': 'device-1',
    sequenceNumber: 7,
    offset: 1024,
    offsetString: '1024',
    partitionKey: 'device-1',
    enqueuedTimeUtc: '2026-11-21T02:50:44.123',
  },
  {
    'x-opt-sequence-number': 8,
    'x-opt-offset': '2048',
    'x-opt-enqueued-time': '2026-11-21T02:50:44.5Z',
    sequenceNumber: 8,
    offset: 2048,
    offsetString: '2048',
    partitionKey: null,
    enqueuedTimeUtc: '2026-11-21T02:50:44.5',
  },
];
const own = full.map(({ sequenceNumber, offset, enqueuedTimeUtc }) => ({
  sequenceNumber,
  offset,
  enqueuedTimeUtc,
}));
const { partitionContext } = metadata;
const arrays = { ...metadata, systemPropertiesArray: [{}, {}] };
const long = (low: number, high = 0) => ({ low, high, unsigned: false });

describe('positions and times', () => {
  it.each<[string, Record<string, unknown>]>([
    ['extension 5.x: arrays of numbers and parsed offsets', { ...arrays, offsetArray: [1024, 2048] }],
    ['extension 6.x: offsets as texts next to numbers', { ...arrays, offsetStringArray: ['1024', '2048'] }],
    ['worker 3.16.0: Long objects', { ...arrays, sequenceNumberArray: [long(7), long(8)] }],
    ['BigInts', { ...arrays, sequenceNumberArray: [7n, 8n] }],
    ['texts of digits', { ...arrays, sequenceNumberArray: ['7', '8'] }],
    ['only system properties, under their AMQP names', { partitionContext, systemPropertiesArray: full }],
    [
      'only system properties, under the names of the extension',
      { partitionContext, systemPropertiesArray: own },
    ],
    [
      'only system properties, from a library that does not change names',
      {
        partitionContext,
        systemPropertiesArray: own.map(({ sequenceNumber, offset, enqueuedTimeUtc }) => ({
          SequenceNumber: sequenceNumber,
          Offset: offset,
          EnqueuedTimeUtc: enqueuedTimeUtc,
        })),
      },
    ],
    [
      'arrays without empty entries, next to complete system properties',
      {
        ...metadata,
        sequenceNumberArray: [7],
        offsetArray: [],
        offsetStringArray: ['1024'],
        enqueuedTimeUtcArray: [],
        systemPropertiesArray: full,
      },
    ],
    [
      'arrays of another length, and system properties without the text of the offset',
      { partitionContext, offsetStringArray: [2048], systemPropertiesArray: own },
    ],
    [
      'arrays that contradict the system properties',
      {
        ...metadata,
        sequenceNumberArray: [0, 0],
        offsetArray: [-1, -1],
        enqueuedTimeUtcArray: ['2020-01-01T00:00:00', '2020-01-01T00:00:00'],
        systemPropertiesArray: full,
      },
    ],
    [
      'times with an offset',
      { ...arrays, enqueuedTimeUtcArray: ['2026-11-21T03:50:44.123+01:00', '2026-11-21T02:50:44.5000000Z'] },
    ],
    [
      'the partition in the other context',
      { ...arrays, partitionContext: null, triggerPartitionContext: partitionContext },
    ],
    [
      'nulls for values that a version does not have',
      { ...arrays, offsetStringArray: null, propertiesArray: null },
    ],
  ])('are read from %s', (_name, given) => {
    expect(positionsOf(given)).toEqual(EXPECTED);
  });

  it.each([
    ['above 2^31', [long(-2147483648), long(-2147483647)], [2 ** 31, 2 ** 31 + 1]],
    ['across 2^32', [long(-1), long(0, 1)], [2 ** 32 - 1, 2 ** 32]],
    ['with a negative low word above 2^32', [long(-2, 3), long(-1, 3)], [4 * 2 ** 32 - 2, 4 * 2 ** 32 - 1]],
    [
      'up to the last exact number',
      [long(-2, 2 ** 21 - 1), long(-1, 2 ** 21 - 1)],
      [2 ** 53 - 2, 2 ** 53 - 1],
    ],
  ])('are exact in Long objects %s', (_name, sequenceNumberArray, expected) => {
    expect(
      positionsOf({ ...arrays, sequenceNumberArray }).map(({ sequenceNumber }) => sequenceNumber),
    ).toEqual(expected);
  });
});

describe('offsets of a geo-replicated namespace', () => {
  const OFFSETS = ['1:33:1024', '1:33:2048'];

  it.each<[string, Record<string, unknown>]>([
    ['offsetStringArray', { ...arrays, offsetArray: [-1, -1], offsetStringArray: OFFSETS }],
    [
      'offsetStringArray where offsetArray holds nulls',
      { ...arrays, offsetArray: [null, null], offsetStringArray: OFFSETS },
    ],
    [
      'x-opt-offset',
      {
        ...metadata,
        offsetArray: [-1, -1],
        systemPropertiesArray: full.map((system, index) => ({
          ...system,
          'x-opt-offset': OFFSETS[index],
          offset: -1,
          offsetString: undefined,
        })),
      },
    ],
    [
      'offsetString among system properties',
      {
        ...metadata,
        offsetArray: ['-1', '-1'],
        offsetStringArray: ['1:33:1024'],
        systemPropertiesArray: own.map((system, index) => ({
          ...system,
          offset: -1,
          offsetString: OFFSETS[index],
        })),
      },
    ],
  ])('come from %s', (_name, given) => {
    expect(positionsOf(given).map(({ offset }) => offset)).toEqual(OFFSETS);
  });

  it('are an error if only -1 is known', () => {
    expect(() => positionsOf({ ...arrays, offsetArray: [-1, -1] })).toThrow(
      'event 0 has no usable entry in systemPropertiesArray, and offsetStringArray has no entries for 2 bodies',
    );
  });
});

it.each<[string, unknown, Record<string, unknown> | undefined, string]>([
  ['no metadata', bodies, undefined, 'partitionContext.partitionId is missing'],
  [
    'a partition that is not a number',
    bodies,
    { ...metadata, partitionContext: { partitionId: '' } },
    'partitionId is ""',
  ],
  [
    'a negative partition',
    bodies,
    { ...metadata, partitionContext: { partitionId: '-1' } },
    'partitionId is "-1"',
  ],
  [
    'a partition that is null',
    bodies,
    { ...metadata, partitionContext: { partitionId: null } },
    'partitionContext.partitionId is missing',
  ],
  [
    'fewer positions than bodies',
    bodies,
    { ...metadata, sequenceNumberArray: [7] },
    'sequenceNumberArray has 1 entries for 2',
  ],
  [
    'a position that is missing for only one event',
    bodies,
    { ...metadata, sequenceNumberArray: undefined, systemPropertiesArray: [full[0], {}] },
    'event 1 has no usable entry in systemPropertiesArray, and sequenceNumberArray has no entries',
  ],
  ['no offsets', bodies, { ...metadata, offsetArray: undefined }, 'offsetStringArray has no entries'],
  ['no times', bodies, { ...metadata, enqueuedTimeUtcArray: [] }, 'enqueuedTimeUtcArray has 0 entries'],
  [
    'an invalid time',
    bodies,
    { ...metadata, enqueuedTimeUtcArray: ['soon', 'later'] },
    'the enqueued time of event 0 is "soon"',
  ],
  [
    'properties of other events',
    bodies,
    { ...metadata, propertiesArray: [{ 'cloudEvents:id': 'x' }] },
    'propertiesArray has 1 entries for 2 bodies',
  ],
  [
    'a sequence number that is not a whole number',
    bodies,
    { ...metadata, sequenceNumberArray: [7, 'x'] },
    'the sequence number of event 1 is "x"',
  ],
  [
    'a negative sequence number',
    bodies,
    { ...metadata, sequenceNumberArray: [-1, 8] },
    'the sequence number of event 0 is -1',
  ],
  [
    'a Long object beyond 2^53',
    bodies,
    { ...metadata, sequenceNumberArray: [long(1, 2 ** 21), long(2, 2 ** 21)] },
    'not a whole number from 0 to 2^53 - 1',
  ],
  [
    'a number that JSON rounded',
    bodies,
    { ...metadata, systemPropertiesArray: [{ 'x-opt-sequence-number': Number('9007199254740993') }, {}] },
    'the sequence number of event 0 is 9007199254740992',
  ],
  [
    'a BigInt beyond 2^53',
    bodies,
    { ...metadata, sequenceNumberArray: [2n ** 53n, 2n ** 53n + 1n] },
    'is 9007199254740992n',
  ],
  ['decoded bodies', ['one', 'two'], metadata, 'body 0 is not binary'],
  ['a single body', bodies[0], metadata, 'not an array'],
])('refuses %s instead of guessing', (_name, given, triggerMetadata, message) => {
  expect(() => fromTrigger(given, triggerMetadata === undefined ? {} : { triggerMetadata })).toThrow(
    expect.objectContaining({
      code: 'landing_invariant',
      message: expect.stringContaining(message) as string,
    }) as Error,
  );
});
