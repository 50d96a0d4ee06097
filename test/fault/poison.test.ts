import { join } from 'node:path';
import { EventHubProducerClient } from '@azure/event-hubs';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { ROOT, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetryEvent } from '../testing/fixtures/telemetry';

/** Enough for about six deaths of the worker and two recycled hosts, without the waits of the platform. */
const SEARCH_SECONDS = 240;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    settings: {
      POISON_ATTEMPTS: '2',
      NODE_OPTIONS: `--require ${join(ROOT, 'test', 'testing', 'fixtures', 'poison', 'kill-on-parse.cjs')}`,
    },
  });
});

afterAll(async () => {
  await stack.end();
});

it(
  'quarantines an event unparsed and lands all others when it kills the worker',
  async () => {
    const hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    const batch = await hub.createBatch({ partitionId: '1' });
    const events = Array.from({ length: 12 }, (_, index) =>
      // The attribute makes the event reader call the parser, and parsing kills the process.
      telemetryEvent(index === 7 ? 'poison-marker' : `fine-${index}`, { subject: 'parsed' }),
    );
    for (const event of events) batch.tryAdd({ body: Buffer.from(JSON.stringify(event)) });
    await hub.sendBatch(batch);
    await hub.close();

    // Landing and live windows search separately, and the worker dies for each of them.
    await stack.landed(SEARCH_SECONDS);

    const lines = await readBronzeLines(stack.dataDirectory, 'iot');
    expect(lines.map(({ sequenceNumber }) => sequenceNumber)).toEqual(events.map((_, index) => index));
    const quarantined = lines.filter(({ verdict }) => verdict === 'quarantined');
    expect(
      quarantined.map(({ sequenceNumber, rejections }) => [sequenceNumber, rejections[0]?.code]),
    ).toEqual([[7, 'poison']]);
    expect(quarantined[0]?.body?.toString()).toContain('poison-marker');
  },
  1000 * (SEARCH_SECONDS + 60),
);
