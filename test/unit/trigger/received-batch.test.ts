import { fromTrigger } from '../../../src/lib/trigger/received-batch';

const metadata = {
  partitionContext: { partitionId: '3' },
  sequenceNumberArray: [7, 8],
  offsetArray: ['1024', '2048'],
  enqueuedTimeUtcArray: ['2026-11-21T02:50:44.123Z', '2026-11-21T02:50:44.5'],
  propertiesArray: [{}, { 'cloudEvents:id': 'x' }],
  systemPropertiesArray: [{ 'content-type': 'application/cloudevents+json' }, {}],
};
const bodies = [Buffer.from('one'), Buffer.from('two')];

it('reads positions, times, properties and content types beside the bodies', () => {
  const { partition, events } = fromTrigger(bodies, { triggerMetadata: metadata });
  expect(partition).toBe(3);
  expect(events).toEqual([
    {
      sequenceNumber: 7,
      offset: '1024',
      enqueuedTime: Date.UTC(2026, 10, 21, 2, 50, 44, 123),
      body: bodies[0],
      contentType: 'application/cloudevents+json',
      properties: undefined,
    },
    {
      sequenceNumber: 8,
      offset: '2048',
      enqueuedTime: Date.UTC(2026, 10, 21, 2, 50, 44, 500),
      body: bodies[1],
      contentType: undefined,
      properties: { 'cloudEvents:id': 'x' },
    },
  ]);
});

it.each([
  ['no metadata', bodies, undefined, 'partitionContext.partitionId'],
  [
    'fewer positions than bodies',
    bodies,
    { ...metadata, sequenceNumberArray: [7] },
    'sequenceNumberArray has 1 entries for 2',
  ],
  ['no offsets', bodies, { ...metadata, offsetArray: undefined }, 'offsetArray has no entries'],
  [
    'a time that is none',
    bodies,
    { ...metadata, enqueuedTimeUtcArray: ['soon', 'later'] },
    'enqueuedTimeUtcArray',
  ],
  ['bodies that were decoded', ['one', 'two'], metadata, 'body 0 is not binary'],
  ['a single body', bodies[0], metadata, 'not an array'],
])('refuses %s rather than guess', (_name, given, triggerMetadata, message) => {
  expect(() => fromTrigger(given, triggerMetadata === undefined ? {} : { triggerMetadata })).toThrow(
    expect.objectContaining({
      code: 'landing_invariant',
      message: expect.stringContaining(message) as string,
    }) as Error,
  );
});

it('refuses a sequence number that is no whole number', () => {
  expect(() =>
    fromTrigger(bodies, { triggerMetadata: { ...metadata, sequenceNumberArray: [7, 'x'] } }),
  ).toThrow(RangeError);
});
