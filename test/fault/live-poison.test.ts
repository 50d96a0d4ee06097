import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHubProducerClient } from '@azure/event-hubs';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { type ServeAnswer } from '../testing/fixtures/recompute-answer';
import { eventually, ROOT, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../testing/fixtures/telemetry';

/** Enough for about ten deaths of the worker and several recycled hosts, without the waits of the platform. */
const SEARCH_SECONDS = 240;
const HOOK = join(ROOT, 'test', 'testing', 'fixtures', 'poison', 'end-worker.cjs');

/** The app with a short `functionTimeout`, so that an endless loop ends soon. */
function createImpatientApp(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-impatient-'));
  for (const name of readdirSync(ROOT))
    if (name !== 'host.json') symlinkSync(join(ROOT, name), join(directory, name));
  const host = JSON.parse(readFileSync(join(ROOT, 'host.json'), 'utf8')) as object;
  writeFileSync(join(directory, 'host.json'), JSON.stringify({ ...host, functionTimeout: '00:00:06' }));
  return directory;
}

let app: string;
let stack: TestStack;

beforeAll(() => {
  app = createImpatientApp();
});
afterAll(() => {
  rmSync(app, { recursive: true, force: true });
});
afterEach(() => stack.end());

it.each(['memory', 'loop'])(
  'lands every event once, and passes over one that ends the worker after its slot, with POISON_KIND=%s',
  async (kind) => {
    stack = await startTestStack({
      appDirectory: app,
      settings: {
        POISON_ATTEMPTS: '2',
        POISON_KIND: kind,
        SWEEP_SCHEDULE: '*/5 * * * * *',
        SWEEP_AFTER_SECONDS: '2',
        NODE_OPTIONS: `--max-old-space-size=200 --require ${HOOK}`,
      },
    });
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    // The windows are complete from the next minute on.
    const later = new Date(now + 120_000).toISOString();
    const events = Array.from({ length: 12 }, (_, index) => {
      const time = index > 9 ? later : new Date(now).toISOString();
      const id = { 3: 'poison-before', 9: 'poison-after' }[index] ?? `fine-${index}`;
      const data = telemetry(id, { measuredAt: time });
      return telemetryEvent(id, { time, data, ...(index === 3 && { subject: 'parsed' }) });
    });
    const hub = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    const batch = await hub.createBatch({ partitionId: '1' });
    for (const event of events) batch.tryAdd({ body: Buffer.from(JSON.stringify(event)) });
    await hub.sendBatch(batch);
    await hub.close();

    await stack.landed(SEARCH_SECONDS);
    const lines = await readBronzeLines(stack.dataDirectory, 'iot');
    expect(lines.map(({ sequenceNumber }) => sequenceNumber)).toEqual(events.map((_, index) => index));
    const quarantined = lines.filter(({ verdict }) => verdict === 'quarantined');
    expect(quarantined.map(({ sequenceNumber }) => sequenceNumber)).toEqual([3]);

    let answer: ServeAnswer | undefined;
    await eventually(
      async () => {
        const response = await stack.api(`serve/iot_telemetry?to=${new Date(now + 600_000).toISOString()}`);
        answer = (await response.json()) as ServeAnswer;
        return answer.asOf.some(({ partition, sequenceNumber }) => partition === 1 && sequenceNumber === 11);
      },
      'live windows have passed over the event',
      SEARCH_SECONDS,
    );
    const counted = (answer?.rows ?? []).reduce((sum, { events: count }) => sum + count, 0);
    // The quarantined event and the one that was passed over are missing.
    expect(counted).toBe(10);
    expect(answer?.incomplete).toMatchObject([{ reason: 'outside-retention' }]);
  },
  1000 * (2 * SEARCH_SECONDS + 60),
);
