import { SOURCES } from '../../../src/lib/contracts/source';
import { createStatus, type StatusOptions } from '../../../src/lib/status/create-status';
import { createStatusHandler } from '../../../src/lib/status/http';
import { type RefreshRecord } from '../../../src/lib/refresh/refresh-record';
import { HUB_CREATED_ON, PARTITION, receivedEvents } from '../../testing/fixtures/events';
import { setUp } from '../../testing/fixtures/landing-scene';
import { MemoryHub } from '../../testing/fakes/memory-hub';
import { RefreshScene } from '../../testing/fixtures/refresh-scene';

function scene(options: Partial<StatusOptions> = {}) {
  const landing = setUp();
  const clock = { at: HUB_CREATED_ON.getTime() + 5000, now: () => new Date(clock.at) };
  const read = createStatus({
    clock,
    version: '0.1.0',
    hub: new MemoryHub(),
    slots: landing.lake,
    refresh: undefined,
    waiting: { list: () => Promise.resolve([]) },
    ...options,
  });
  return { ...landing, clock, read };
}

describe('the status over a lake', () => {
  it('finds the heads with one request a partition while nothing lands', async () => {
    const { lake, land, read, clock } = scene();
    for (let first = 0; first < 50; first += 10) await land(receivedEvents(first, first + 9));
    expect((await read()).status.sources[0]?.partitions[PARTITION.partition]).toMatchObject({
      slot: 4,
      landed: 50,
    });
    const before = lake.requests.readMetadata;
    clock.at += 1000;
    await read();
    expect(lake.requests.readMetadata - before).toBe(1);
    await land(receivedEvents(50, 59));
    const landed = lake.requests.readMetadata;
    clock.at += 1000;
    expect((await read()).status.sources[0]?.bronze).toMatchObject({ slots: 6, landed: 60 });
    expect(lake.requests.readMetadata - landed).toBeLessThanOrEqual(3);
  });

  it('sends each request once for concurrent callers', async () => {
    const { lake, land, read } = scene();
    await land(receivedEvents(0, 9));
    await Promise.all([read(), read(), read()]);
    const once = lake.requests.readMetadata;
    await read();
    expect(lake.requests.readMetadata).toBe(once);
  });

  it('keeps reporting lost events after more have landed', async () => {
    const { land, read, clock, hub } = scene();
    const lossOf = async (): Promise<readonly string[]> =>
      (await read()).status.problems.map(({ message }) => message).filter((text) => text.startsWith('Lost'));
    hub.events = receivedEvents(0, 29).filter(
      ({ sequenceNumber }) => sequenceNumber < 10 || sequenceNumber > 14,
    );
    await land(receivedEvents(0, 9));
    await land(receivedEvents(15, 19));
    expect(await lossOf()).toEqual([expect.stringMatching(/5 events of iot, partition 3/)]);
    await land(receivedEvents(20, 29));
    clock.at += 1000;
    expect(await lossOf()).toEqual([expect.stringMatching(/5 events of iot, partition 3/)]);
  });

  it('returns the running refresh, the last one, and the arrivals since the newest plan', async () => {
    const refreshes = new RefreshScene();
    const ended = await refreshes.refresh();
    const { read } = scene({
      refresh: {
        list: (options) => refreshes.store.listRefreshes(options),
        readPlan: (number) => refreshes.plans.readPlan(number),
      },
    });
    const { refresh } = (await read()).status;
    expect(refresh).toMatchObject({ configured: true, current: null, last: { id: ended.id }, arrivals: 0 });
    expect(refresh?.last).toMatchObject({
      state: 'succeeded',
      durationSeconds: expect.any(Number) as number,
    });
  });

  it('lists a running refresh as the current one', async () => {
    const record = { id: 'r', number: 5, state: 'running', startedAt: '2026-11-21T06:10:00Z' };
    const { read } = scene({
      refresh: {
        list: () => Promise.resolve({ refreshes: [record as unknown as RefreshRecord], next: undefined }),
        readPlan: () => Promise.resolve(undefined),
      },
    });
    expect((await read()).status.refresh).toMatchObject({ current: { id: 'r' }, last: null, arrivals: null });
  });

  it.each([
    ['http://127.0.0.1:10044', 'http://127.0.0.1:10044/arrived'],
    ['http://localhost:10044/', 'http://localhost:10044/arrived'],
    ['https://api.powerbi.com', null],
    ['http://127.0.0.1.example.org', null],
    [undefined, null],
  ])('returns for the Power BI endpoint %s the URL %s', async (powerBiEndpoint, arrivedUrl) => {
    expect((await scene({ powerBiEndpoint }).read()).status.powerBi).toEqual({ arrivedUrl });
  });
});

describe('GET /api/status', () => {
  it('answers 200 and logs why a stage is slow, and then does not answer', async () => {
    const hub = new MemoryHub();
    hub.readHubGeneration = () => Promise.reject(new Error('down'));
    let now = new Date('2026-11-21T08:00:00.000Z');
    const { read } = scene({ hub, clock: { now: () => now } });
    const warned: unknown[][] = [];
    const handler = createStatusHandler(() => read);
    const response = await handler({} as never, { warn: (...line: unknown[]) => warned.push(line) } as never);
    expect(response).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(warned).toHaveLength(SOURCES.length);
    expect(warned[0]).toMatchObject(['hub answers slowly', { message: 'down' }]);
    // An answer is shared for a moment; this is the next one.
    now = new Date(now.getTime() + 1000);
    await handler({} as never, { warn: (...line: unknown[]) => warned.push(line) } as never);
    expect(warned.at(-1)).toMatchObject(['hub does not answer', { message: 'down' }]);
  });
});
