import { LandingAges } from '../../../src/lib/landing/landing-ages';
import { type HubPartition } from '../../../src/lib/event-log/hub-reader';
import { toHubGeneration } from '../../../src/lib/event-log/positions';
import { HUB_CREATED_ON, HUB_GENERATION, PARTITION, receivedEvents } from '../../testing/fixtures/events';
import { setUp } from '../../testing/fixtures/landing-scene';
import { ManualClock } from '../../testing/fakes/manual-clock';
import { MemoryWaiting } from '../../testing/fakes/memory-waiting';

const START = '2026-11-21T03:00:00Z';

/** A partition that tests fill and land step by step. Processes that come and go measure it. */
function scene() {
  const landing = setUp();
  const clock = new ManualClock(START);
  const waiting = new MemoryWaiting();
  const hub = {
    hubGeneration: HUB_GENERATION,
    last: -1,
    begin: 0,
    newest: HUB_CREATED_ON,
    fault: undefined as Error | undefined,
    readHubGeneration: () => Promise.resolve(hub.hubGeneration),
    readPartitions: (): Promise<readonly HubPartition[]> =>
      hub.fault === undefined
        ? Promise.resolve([
            {
              partition: 3,
              beginSequenceNumber: hub.begin,
              lastSequenceNumber: hub.last,
              newestEnqueuedTime: hub.newest.toISOString(),
            },
          ])
        : Promise.reject(hub.fault),
    /** Adds events to the hub, the last of them now. */
    receive(through: number) {
      hub.last = through;
      hub.newest = clock.now();
    },
  };
  const open = (): LandingAges =>
    new LandingAges({
      sources: ['iot'],
      hub,
      store: landing.lake,
      state: landing.state,
      waiting,
      clock,
    });
  const secondsOf = async (ages: LandingAges): Promise<readonly number[]> =>
    (await ages.measure()).ages.map(({ seconds }) => seconds);
  return { ...landing, clock, waiting, hub, open, secondsOf };
}

it('reports zero while landing keeps up, and writes no row', async () => {
  const { hub, land, open, secondsOf, waiting, clock } = scene();
  const ages = open();
  expect(await secondsOf(ages)).toEqual([0]);
  for (let minute = 0; minute < 3; minute++) {
    hub.receive(minute * 10 + 9);
    await land(receivedEvents(minute * 10, minute * 10 + 9));
    clock.advance(60);
    expect(await secondsOf(ages)).toEqual([0]);
  }
  expect(waiting.writes).toBe(0);
});

it('grows with one waiting event, even if no other event arrives', async () => {
  const { hub, open, secondsOf, clock } = scene();
  hub.receive(0);
  const ages = open();
  expect(await secondsOf(ages)).toEqual([0]);
  clock.advance(60);
  expect(await secondsOf(ages)).toEqual([60]);
  clock.advance(3600);
  expect(await secondsOf(ages)).toEqual([3660]);
});

it('grows across restarts of the app, while newer events arrive', async () => {
  const { hub, land, open, secondsOf, clock } = scene();
  hub.receive(10);
  await land(receivedEvents(0, 9));
  await secondsOf(open());
  for (let minute = 1; minute <= 5; minute++) {
    clock.advance(60);
    hub.receive(10 + minute * 100);
    expect(await secondsOf(open())).toEqual([minute * 60]);
  }
});

it('reports at once how long an event waited while the app was down', async () => {
  const { hub, open, secondsOf, clock } = scene();
  hub.receive(0);
  clock.advance(7200);
  expect(await secondsOf(open())).toEqual([7200]);
});

it('reports zero again, and deletes the row, when the waiting event has landed', async () => {
  const { hub, land, open, secondsOf, clock, waiting } = scene();
  hub.receive(9);
  const ages = open();
  await secondsOf(ages);
  clock.advance(300);
  await land(receivedEvents(0, 9));
  expect(await secondsOf(ages)).toEqual([0]);
  expect(waiting.rows.size).toBe(0);
});

it('counts waiting events, and names events that left the hub before they landed', async () => {
  const { hub, land, open } = scene();
  hub.receive(99);
  await land(receivedEvents(0, 9));
  hub.begin = 50;
  expect((await open().measure()).ages).toEqual([
    { ...PARTITION, seconds: 0, events: 90, lost: { from: 10, to: 49 } },
  ]);
});

it('forgets the waiting event of a hub that was created again', async () => {
  const { hub, open, secondsOf, clock, waiting } = scene();
  hub.receive(9);
  await secondsOf(open());
  hub.hubGeneration = toHubGeneration(new Date('2026-11-21T02:59:00Z'));
  clock.advance(600);
  hub.receive(0);
  expect(await secondsOf(open())).toEqual([0]);
  expect([...waiting.rows.values()].map(({ hubGeneration }) => hubGeneration)).toEqual([hub.hubGeneration]);
});

it('continues to grow while the lake or the table does not answer', async () => {
  const { hub, land, open, secondsOf, clock, waiting, lake } = scene();
  await land(receivedEvents(0, 9));
  hub.receive(9);
  const ages = open();
  expect(await secondsOf(ages)).toEqual([0]);
  const { readMetadata } = lake;
  lake.readMetadata = () => Promise.reject(new Error('lake 503'));
  hub.receive(10);
  clock.advance(60);
  const reading = await ages.measure();
  expect(reading).toMatchObject({ ages: [{ seconds: 60 }], faults: [{ message: 'lake 503' }] });
  waiting.fault = new Error('table 503');
  clock.advance(60);
  expect(await secondsOf(ages)).toEqual([120]);
  lake.readMetadata = readMetadata;
  await land(receivedEvents(10, 10));
  const after = await ages.measure();
  expect(after).toMatchObject({ ages: [{ seconds: 0 }] });
  expect(after.faults.map(String)).toContain('Error: table 503');
});

it('omits a partition whose age is unknown, and returns the reason', async () => {
  const { hub, open, lake } = scene();
  hub.fault = new Error('hub is down');
  expect(await open().measure()).toEqual({ ages: [], faults: [hub.fault] });
  hub.fault = undefined;
  lake.readMetadata = () => Promise.reject(new Error('lake 503'));
  expect(await open().measure()).toMatchObject({ ages: [], faults: [{ message: 'lake 503' }] });
});
