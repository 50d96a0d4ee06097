import fc from 'fast-check';
import { type CoreInvocation, keepMetadataRaw } from '../../../src/lib/event-log/trigger/keep-metadata-raw';
import { findContentTypes, parseProperties } from '../../../src/lib/event-log/trigger/metadata-values';
import { fromTrigger } from '../../../src/lib/event-log/trigger/received-batch';
import { runs } from '../../testing/runs';

const texts = fc.oneof(
  fc.constantFrom(
    'application/json',
    'a/b',
    '',
    'x"y',
    '{',
    '}',
    '\\',
    '"content-type":"z"',
    ',"content-type":"z',
  ),
  fc.string({ maxLength: 12 }),
);

const systemProperties = fc.array(
  fc
    .dictionary(
      fc.constantFrom('content-type', 'x-opt-offset', 'subject', 'content-typ', 'Content-Type'),
      fc.oneof(
        { weight: 5, arbitrary: texts },
        fc.integer(),
        fc.constant(null),
        fc.constant({ 'content-type': 'n' }),
      ),
    )
    .map((properties) => ({ 'content-type': 'a/b', ...properties })),
  { minLength: 1, maxLength: 6 },
);

describe('findContentTypes', () => {
  it('gives the content types of the parsed text, or none, for any system properties', () => {
    let found = 0;
    fc.assert(
      fc.property(systemProperties, (all) => {
        const contentTypes = findContentTypes(JSON.stringify(all), all.length);
        if (contentTypes === undefined) return;
        found++;
        expect(contentTypes).toEqual(all.map((properties) => properties['content-type']));
      }),
      { numRuns: runs(2000, 20_000) },
    );
    expect(found).toBeGreaterThan(50);
  });

  it.each([
    ['an event has none', '[{"content-type":"a/b"},{}]', 2],
    ['there are other events than bodies', '[{"content-type":"a/b"}]', 2],
    ['a member is an object', '[{"content-type":"a/b","x":{}}]', 1],
    ['the name is in a text', '[{"x":"\\"content-type\\":\\"a/b"}]', 1],
    ['there are spaces', '[{"content-type": "a/b"}]', 1],
    ['an event is null', '[null,{"content-type":"a/b"}]', 2],
  ])('is not certain if %s', (_what, text, count) => {
    expect(findContentTypes(text, count)).toBeUndefined();
  });
});

describe('parseProperties', () => {
  it('changes first letters of names to lower case, as the library does', () => {
    expect(parseProperties('[{"Kind":"X","n":{"Deep":[{"A":1}]}},null,{}]')).toEqual([
      { kind: 'X', n: { deep: [{ a: 1 }] } },
      null,
      {},
    ]);
  });
});

describe('keepMetadataRaw', () => {
  const invoke = (invocation: CoreInvocation): CoreInvocation => {
    const model = { getInvocationModel: (given: CoreInvocation) => given };
    keepMetadataRaw({ getProgrammingModel: () => model });
    return model.getInvocationModel(invocation);
  };
  const batch = (type: string): CoreInvocation => ({
    metadata: { bindings: { events: { type } } },
    request: {
      inputData: [{ name: 'events', data: { collectionBytes: { bytes: [new Uint8Array([65])] } } }],
      triggerMetadata: {
        PartitionContext: { json: '{"PartitionId":"3"}' },
        SequenceNumberArray: { collectionSint64: { sint64: [{ low: 7, high: 1, unsigned: false }] } },
        OffsetStringArray: { collectionString: { string: ['1024'] } },
        PropertiesArray: { json: '[{}]' },
        SystemPropertiesArray: { json: '[{"content-type":"a/b"}]' },
      },
    },
  });

  it('keeps texts, and gives numbers and bodies without a copy', () => {
    const { request } = invoke(batch('eventHubTrigger'));
    expect(request.triggerMetadata).toEqual({
      PartitionContext: { json: '{"PartitionId":"3"}' },
      SequenceNumberArray: { collectionDouble: { double: [2 ** 32 + 7] } },
      OffsetStringArray: { collectionDouble: { double: ['1024'] } },
      PropertiesArray: { collectionDouble: { double: '[{}]' } },
      SystemPropertiesArray: { collectionDouble: { double: '[{"content-type":"a/b"}]' } },
    });
    expect(request.inputData).toEqual([
      { name: 'events', data: { collectionDouble: { double: [Buffer.from('A')] } } },
    ]);
  });

  it('leaves invocations of other triggers, and of single events', () => {
    expect(invoke(batch('queueTrigger'))).toEqual(batch('queueTrigger'));
    const single: CoreInvocation = {
      metadata: { bindings: { event: { type: 'eventHubTrigger' } } },
      request: { triggerMetadata: { SystemProperties: { json: '{}' } }, inputData: [] },
    };
    expect(invoke(structuredClone(single))).toEqual(single);
  });

  it('does nothing outside of a Functions worker', () => {
    expect(() => {
      keepMetadataRaw();
    }).not.toThrow();
  });
});

describe('fromTrigger with raw metadata', () => {
  const BODIES = [Buffer.from('one'), Buffer.from('two')];
  const read = (metadata: object) =>
    fromTrigger(BODIES, { triggerMetadata: { partitionContext: { partitionId: '3' }, ...metadata } });
  const system = [
    {
      'content-type': 'a/b',
      'x-opt-sequence-number': 7,
      'x-opt-offset': '10',
      'x-opt-enqueued-time': '2026-11-21T02:50:44Z',
    },
    {
      'content-type': 'a/c',
      'x-opt-sequence-number': 8,
      'x-opt-offset': '20',
      'x-opt-enqueued-time': '2026-11-21T02:50:45Z',
    },
  ];
  const arrays = {
    sequenceNumberArray: [7, 8],
    offsetStringArray: ['10', '20'],
    enqueuedTimeUtcArray: ['2026-11-21T02:50:44', '2026-11-21T02:50:45'],
  };

  it.each([
    ['all arrays', arrays],
    ['no offsets', { ...arrays, offsetStringArray: undefined }],
    ['fewer offsets than bodies', { ...arrays, offsetStringArray: ['20'] }],
    ['system properties alone', {}],
  ])('gives the events of the parsed metadata if there are %s', (_what, given) => {
    const properties = [{ kind: 'x' }, {}];
    expect(
      read({
        ...given,
        propertiesArray: JSON.stringify(properties),
        systemPropertiesArray: JSON.stringify(system),
      }),
    ).toEqual(read({ ...given, propertiesArray: properties, systemPropertiesArray: system }));
  });

  it('refuses properties of other events than the bodies', () => {
    expect(() =>
      read({ ...arrays, propertiesArray: '[{}]', systemPropertiesArray: JSON.stringify(system) }),
    ).toThrow('propertiesArray has 1 entries for 2 bodies');
  });
});
