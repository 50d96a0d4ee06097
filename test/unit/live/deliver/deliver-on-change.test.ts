import { deliverWithLease } from '../../../../src/lib/live/deliver/deliver-with-lease';
import { SluiceError } from '../../../../src/lib/platform/errors';
import { liveEvent } from '../windows/live-scene';
import { setUpChanges } from './change-scene';
import { rowsOf } from './deliver-scene';

const unavailable = () => new SluiceError('table_unavailable', '503', { kind: 'transient' });
const reading = (id: number, at = 0) =>
  liveEvent(id, { id: String(id), at, site: 'HAM', status: 'ok', power: 1 });

describe('DeliverOnChange', () => {
  it('delivers a change at once, and further ones after the pause, together', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed } = openProcess('a');
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    expect(sinks[0].writes).toEqual([1]);
    for (let id = 1; id <= 5; id++) {
      await aggregator.aggregate(0, [reading(id, id * 10_000)]);
      changed();
    }
    await wait(249);
    expect(sinks[0].writes).toEqual([1]);
    await wait(1);
    // The first window has not changed, so it is not sent again.
    expect(sinks[0].writes).toEqual([1, 5]);
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
  });

  it('delivers changes that come during a round in another round', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed } = openProcess('a');
    let open: () => void = () => undefined;
    sinks[0].gate = new Promise((resolve) => (open = resolve));
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    await aggregator.aggregate(0, [reading(1)]);
    changed();
    await wait(1000);
    expect(sinks.map(({ writes }) => writes)).toEqual([[], [1]]);
    sinks[0].gate = undefined;
    open();
    await wait(0);
    expect(sinks.map(({ writes }) => writes)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
  });

  it.each([
    ['one position and one minute of a partition that another object wrote', false, [1, 1]],
    ['nothing of a partition that its process wrote', true, [0, 0]],
  ])('reads only what changed: %s', async (_, observes, reads) => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed } = openProcess('a', () => observes);
    for (const partition of [0, 1, 2]) await aggregator.aggregate(partition, [reading(0)]);
    changed();
    await wait(0);
    let minutes = 0;
    const { readMinuteState } = store;
    store.readMinuteState = (...args) => {
      minutes += 1;
      return readMinuteState.apply(store, args);
    };
    await aggregator.aggregate(1, [reading(1)]);
    const { readPosition } = store.requests;
    changed(1);
    await wait(250);
    expect([store.requests.readPosition - readPosition, minutes]).toEqual(reads);
    store.readMinuteState = readMinuteState.bind(store);
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
  });

  it('delivers changes of other processes within two seconds of its own', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed } = openProcess('a');
    await aggregator.aggregate(0, [reading(0)]);
    await aggregator.aggregate(1, [reading(0)]);
    changed();
    await wait(0);
    await aggregator.aggregate(1, [reading(1)]);
    for (let id = 1; id <= 5; id++) {
      await aggregator.aggregate(0, [reading(id)]);
      changed();
      await wait(500);
    }
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
  });

  it('delivers in one process, and in another one soon after the first has no more changes', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const [a, b] = [openProcess('a'), openProcess('b')];
    await aggregator.aggregate(0, [reading(0)]);
    a.changed();
    await wait(0);
    await aggregator.aggregate(1, [reading(0)]);
    b.changed(1);
    await wait(1000);
    expect(store.lease?.owner).toBe('a');
    expect(sinks[0].writes).toEqual([1]);
    await wait(2000);
    expect(store.lease?.owner).toBe('b');
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
    expect([a.lines, b.lines]).toEqual([[], []]);
  });

  it('takes over from a process that ended without giving the lease back', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    expect(await openProcess('killed').lease.hold()).toBe('taken');
    const { changed } = openProcess('b');
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(14_000);
    expect(sinks[0].writes).toEqual([]);
    await wait(2000);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
  });

  it('leaves a change to the timer after some attempts, and starts again with the next change', async () => {
    const { aggregator, openProcess, wait, timers, store, sinks } = setUpChanges();
    const { changed } = openProcess('b');
    store.lease = { owner: 'a', until: Infinity, etag: 'of a' };
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(60_000);
    expect(timers.size).toBe(0);
    store.lease = { owner: 'a', until: 0, etag: 'of a' };
    changed();
    await wait(2000);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
  });

  it('logs errors of the table with the next change, and delivers when it works again', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed, lines } = openProcess('a');
    await aggregator.aggregate(0, [reading(0)]);
    const { readPosition } = store;
    store.readPosition = () => Promise.reject(unavailable());
    changed();
    await wait(0);
    store.readPosition = readPosition.bind(store);
    await wait(2000);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
    expect(lines).toEqual([]);
    changed();
    expect(lines).toEqual([
      'error delivery after a change:',
      'debug sink one: 1 windows delivered',
      'debug sink two: 1 windows delivered',
    ]);
  });

  it('tries a failed sink again after its wait, and delivers to the others meanwhile', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed, lines } = openProcess('a');
    const data = { retryAfterSeconds: 5 };
    sinks[0].faults.push(new SluiceError('power_bi_unavailable', '429', { kind: 'transient', data }));
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    await aggregator.aggregate(0, [reading(1)]);
    changed();
    await wait(1000);
    expect(sinks.map(({ writes }) => writes)).toEqual([[1], [1, 1]]);
    await wait(5000);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
    expect(lines).toEqual(['error sink one:', 'debug sink two: 1 windows delivered']);
  });

  it('waits as long as a sink rests, without delaying another sink', async () => {
    const { aggregator, sinks, store, openProcess, wait } = setUpChanges();
    const { changed } = openProcess('a');
    Object.assign(sinks[0], { restMilliseconds: () => 2500 });
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    for (let id = 1; id <= 4; id++) {
      await aggregator.aggregate(0, [reading(id)]);
      changed();
      await wait(500);
    }
    expect(sinks.map(({ writes }) => writes.length)).toEqual([1, 5]);
    await wait(500);
    expect(sinks.map(({ writes }) => writes.length)).toEqual([2, 5]);
    expect(sinks[0].kept).toEqual(await rowsOf(store));
  });

  it('records what was delivered and gives the lease back after two seconds without changes', async () => {
    const { aggregator, openProcess, wait, timers, store } = setUpChanges();
    const { changed } = openProcess('a');
    for (let id = 0; id < 3; id++) {
      await aggregator.aggregate(0, [reading(id)]);
      changed();
      await wait(300);
    }
    const [partition] = await store.listPartitions('iot');
    expect(partition && (await store.readDelivered(partition))).toBe(1);
    await wait(2000);
    expect(partition && (await store.readDelivered(partition))).toBe(3);
    expect(store.lease).toMatchObject({ owner: 'a', until: 0 });
    expect(timers.size).toBe(0);
  });

  it('starts no round after it was closed, and waits for the running one', async () => {
    const { aggregator, sinks, openProcess, wait, timers } = setUpChanges();
    const { changed, onChange } = openProcess('a');
    let open: () => void = () => undefined;
    sinks[0].gate = new Promise((resolve) => (open = resolve));
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    let closed = false;
    const closing = onChange.close().then(() => (closed = true));
    await wait(0);
    expect(closed).toBe(false);
    open();
    await closing;
    changed();
    await wait(10_000);
    expect([sinks[0].writes, timers.size]).toEqual([[1], 0]);
  });
});

describe('a round of the timer', () => {
  it('delivers nothing while another process has the lease, and gives its own back', async () => {
    const { aggregator, sinks, store, openProcess } = setUpChanges();
    const [a, timer] = [openProcess('a'), openProcess('timer')];
    await a.lease.hold();
    await aggregator.aggregate(0, [reading(0)]);
    expect(await deliverWithLease(timer.deliverer, timer.lease)).toEqual([]);
    await a.lease.release();
    expect(await deliverWithLease(timer.deliverer, timer.lease)).toHaveLength(2);
    expect(sinks[0].writes).toEqual([1]);
    expect(store.lease).toMatchObject({ owner: 'timer', until: 0 });
  });

  it('keeps the lease of deliveries after a change in the same process', async () => {
    const { aggregator, store, openProcess, wait } = setUpChanges();
    const { changed, deliverer, lease } = openProcess('a');
    await aggregator.aggregate(0, [reading(0)]);
    changed();
    await wait(0);
    await deliverWithLease(deliverer, lease);
    expect(lease.isHeld).toBe(true);
    expect(store.lease?.until).toBeGreaterThan(0);
  });
});
