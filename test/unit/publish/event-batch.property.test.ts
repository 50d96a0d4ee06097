import { type EventData, type EventDataBatch, EventHubProducerClient } from '@azure/event-hubs';
import fc from 'fast-check';
import { EventBatch } from '../../../src/lib/publish/event-batch';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { runs } from '../../testing/runs';

const DEFAULT_CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

interface SdkBatch extends EventDataBatch {
  _generateMessage(): Buffer;
}

/** Creates the batch of the SDK as its client does, without a connection. */
async function createSdkBatch(maxBytes: number): Promise<SdkBatch> {
  const client = new EventHubProducerClient(
    'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true',
    'hub',
  );
  const internals = client as unknown as {
    readonly _sendersMap: Map<string, { getMaxMessageSize(): Promise<number> }>;
  };
  internals._sendersMap.set('0', { getMaxMessageSize: () => Promise.resolve(maxBytes) });
  return (await client.createBatch({ partitionId: '0' })) as SdkBatch;
}

const lengths = fc.oneof(fc.integer({ min: 0, max: 700 }), fc.constantFrom(0, 254, 255, 256, 257));
const bodies = fc
  .tuple(lengths, fc.uint8Array({ minLength: 1, maxLength: 8 }))
  .map(([length, bytes]) => Buffer.alloc(length, bytes));
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('x'.repeat(255), 'x'.repeat(256), 'é'.repeat(127), 'é'.repeat(128)),
);
const events: fc.Arbitrary<OutgoingEvent> = fc
  .tuple(
    bodies,
    fc.option(fc.constantFrom('application/json', 'x'.repeat(255), 'x'.repeat(256))),
    fc.option(fc.dictionary(texts, texts, { maxKeys: 4 })),
  )
  .map(([body, contentType, properties]) => ({
    partitionKey: undefined,
    body,
    ...(contentType !== null && { contentType }),
    ...(properties !== null && { properties }),
  }));

describe('EventBatch', () => {
  it('accepts the events that the batch of the SDK accepts, and has the same bytes', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(events, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 50, max: 6000 }),
        async (outgoing, maxBytes) => {
          const ours = new EventBatch({ partitionId: '0', maxBytes });
          const theirs = await createSdkBatch(maxBytes);
          for (const event of outgoing) {
            const { body, contentType = DEFAULT_CONTENT_TYPE, properties } = event;
            const data: EventData = { body, contentType, ...(properties !== undefined && { properties }) };
            const isAdded = ours.tryAdd(event);
            expect(isAdded).toBe(theirs.tryAdd(data));
            if (!isAdded) refused++;
          }
          expect(ours.count).toBe(theirs.count);
          if (ours.count === 0) return;
          expect(ours.toBytes()).toEqual(theirs._generateMessage());
          expect(ours.byteLength).toBe(theirs.sizeInBytes);
        },
      ),
      { numRuns: runs(200, 2000) },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it('writes the same bytes again for a retry', () => {
    const batch = new EventBatch({ partitionId: '0', maxBytes: 1000 });
    expect(batch.tryAdd({ partitionKey: undefined, body: Buffer.from('a') })).toBe(true);
    expect(batch.toBytes()).toEqual(batch.toBytes());
  });
});
