import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { message, types } from 'rhea';
import { glob } from '../../../local/functions-host/app/glob';
import { EventReader, type ReceivedEvent } from '../../../local/functions-host/event-hubs/received-event';
import { toBatchMetadata } from '../../../local/functions-host/event-hubs/trigger-metadata';
import { type RpcTypedData } from '../../../local/functions-host/worker/core-types';
import { fromWireData } from '../../../local/functions-host/worker/protocol';
import { encodeFrame, type Frame, FrameDecoder } from '../../../local/functions-host/worker/frames';
import { HostBench } from './host-under-test';

describe('frames between host and worker', () => {
  test('are decoded unchanged for any chunks of the stream', () => {
    const frame = fc.record({
      header: fc.jsonValue(),
      segments: fc.array(
        fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
        { maxLength: 5 },
      ),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (frames, step) => {
        const stream = Buffer.concat(frames.map((one) => encodeFrame(one)));
        const decoder = new FrameDecoder<fc.JsonValue>();
        const decoded: Frame<fc.JsonValue>[] = [];
        for (let at = 0; at < stream.length; at += step)
          decoded.push(...decoder.push(stream.subarray(at, at + step)));
        const plain = (list: readonly Frame<unknown>[]): unknown =>
          list.map(({ header, segments }) => ({
            header: JSON.stringify(header),
            segments: segments.map((s) => s.toString('hex')),
          }));
        expect(plain(decoded)).toEqual(plain(frames));
      }),
    );
  });

  test('are refused as a stream out of step when they are too long', () => {
    expect(() => [...new FrameDecoder().push(Buffer.from('HTTP/1.1 200 OK'))]).toThrow(/out of step/);
  });
});

describe('reading an event', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, min: 0.5, max: 1e9 }),
    fc.boolean(),
  );

  test('returns the values that rhea encoded, for each event of a link', () => {
    const reader = new EventReader();
    const event = fc.record({
      sequenceNumber: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      partitionKey: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      contentType: fc.option(
        fc.oneof(fc.constantFrom('a/b', 'a/bc'), fc.string({ minLength: 1, maxLength: 300 })),
        { nil: undefined },
      ),
      properties: fc.dictionary(fc.string({ minLength: 1 }), scalar, { minKeys: 1, noNullPrototype: true }),
      body: fc.uint8Array({ maxLength: 600 }),
    });
    fc.assert(
      fc.property(event, ({ sequenceNumber, partitionKey, contentType, properties, body }) => {
        const bytes = message.encode({
          message_annotations: {
            'x-opt-sequence-number': types.wrap_long(sequenceNumber) as unknown,
            'x-opt-offset': '4711',
            'x-opt-enqueued-time': types.wrap_timestamp(1_700_000_000_123) as unknown,
            ...(partitionKey === undefined ? {} : { 'x-opt-partition-key': partitionKey }),
          },
          ...(contentType === undefined ? {} : { content_type: contentType }),
          application_properties: properties,
          body: message.data_section(Buffer.from(body)) as unknown,
        });
        const read = reader.read(bytes);
        expect({ ...read, body: read.body.toString('hex') }).toEqual({
          body: Buffer.from(body).toString('hex'),
          bodyType: 'data',
          sequenceNumber,
          offset: '4711',
          enqueuedTime: 1_700_000_000_123,
          partitionKey,
          properties,
          otherSystemProperties: contentType === undefined ? undefined : { 'content-type': contentType },
        });
      }),
    );
  });

  test('keeps the message properties of neighbours apart, and shares equal ones', () => {
    const encode = (content_type: string, subject?: string): Buffer =>
      message.encode({ content_type, ...(subject !== undefined && { subject }), body: 'x' });
    const reader = new EventReader();
    const read = [encode('a/b'), encode('a/b'), encode('a/c'), encode('a/c', 's'), encode('a/b')].map(
      (bytes) => reader.read(bytes).otherSystemProperties,
    );
    expect(read).toEqual([
      { 'content-type': 'a/b' },
      { 'content-type': 'a/b' },
      { 'content-type': 'a/c' },
      { subject: 's', 'content-type': 'a/c' },
      { 'content-type': 'a/b' },
    ]);
    expect(read[1]).toBe(read[0]);
  });

  test('joins the data sections of one body', () => {
    const bytes = message.encode({
      body: message.data_sections([Buffer.from('ab'), Buffer.from('cd')]) as unknown,
    });
    expect(new EventReader().read(bytes).body.toString()).toBe('abcd');
  });
});

describe('metadata of a batch for the library', () => {
  const CONTEXT = {
    partitionId: '0',
    eventHubName: 'hub',
    consumerGroup: 'group',
    fullyQualifiedNamespace: 'x',
    isCheckpointingAfterInvocation: true,
  };
  const event = (changes: Partial<ReceivedEvent>): ReceivedEvent => ({
    body: Buffer.alloc(0),
    bodyType: 'data',
    sequenceNumber: 0,
    offset: '0',
    enqueuedTime: 0,
    partitionKey: undefined,
    properties: undefined,
    otherSystemProperties: undefined,
    ...changes,
  });
  const travel = (events: readonly ReceivedEvent[]): Record<string, RpcTypedData> => {
    const segments: Buffer[] = [];
    const metadata = toBatchMetadata(events, CONTEXT, segments);
    return Object.fromEntries(
      Object.entries(metadata).map(([name, data]) => [name, fromWireData(data, segments)]),
    );
  };

  test('has every sequence number as the two halves of a 64-bit integer', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (numbers) => {
        const { SequenceNumberArray } = travel(numbers.map((sequenceNumber) => event({ sequenceNumber })));
        const longs = SequenceNumberArray?.collectionSint64?.sint64 ?? [];
        expect(longs.map(({ low, high }) => high * 2 ** 32 + (low >>> 0))).toEqual(numbers);
        expect(longs.every(({ unsigned }) => !unsigned)).toBe(true);
      }),
    );
  });

  test('omits empty texts from arrays of texts', () => {
    const { PartitionKeyArray, OffsetArray, OffsetStringArray } = travel([
      event({ partitionKey: 'a', offset: '' }),
      event({ partitionKey: '', offset: '12' }),
      event({ offset: '1@2' }),
    ]);
    expect(PartitionKeyArray).toEqual({ collectionString: { string: ['a'] } });
    expect(OffsetStringArray).toEqual({ collectionString: { string: ['12', '1@2'] } });
    expect(OffsetArray).toEqual({ collectionString: { string: ['-1', '12', '-1'] } });
  });
});

describe('package.json "main" patterns', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  test.each([
    [
      'dist/src/{index.js,functions/*.js}',
      ['dist/src/index.js', 'dist/src/functions/a.js', 'dist/src/functions/b.js'],
    ],
    [
      'dist/**/*.js',
      [
        'dist/src/functions/a.js',
        'dist/src/functions/b.js',
        'dist/src/functions/deep/c.js',
        'dist/src/index.js',
      ],
    ],
    ['./dist/src/index.js', ['dist/src/index.js']],
    ['dist/src/functions/?.js', ['dist/src/functions/a.js', 'dist/src/functions/b.js']],
    ['build/*.js', []],
  ])('%s', async (pattern, expected) => {
    const root = await bench.temporaryDirectory();
    for (const path of [
      'index.js',
      'functions/b.js',
      'functions/a.js',
      'functions/a.js.map',
      'functions/deep/c.js',
    ]) {
      const file = join(root, 'dist/src', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, '');
    }
    expect(await glob(pattern, root)).toEqual(expected);
  });
});
