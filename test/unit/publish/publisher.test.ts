import * as fc from 'fast-check';
import { partitionOfKey } from '../../../src/lib/publish/partition-of-key';
import { PartitionSender } from '../../../src/lib/publish/partition-sender';
import { Publisher, type PublishReport } from '../../../src/lib/publish/publisher';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { type MemoryBatch, MemoryHub } from '../../testing/fakes/memory-hub';

const event = (text: string, partitionKey?: string): OutgoingEvent => ({
  partitionKey,
  body: Buffer.from(text),
});

const texts = (events: readonly OutgoingEvent[]): string[] => events.map(({ body }) => body.toString('utf8'));

/** Holds every send until the test releases it. */
function holdSends(hub: MemoryHub) {
  const held: { readonly batch: MemoryBatch; letGo(): void; fail(error: Error): void }[] = [];
  let arrived: (() => void) | undefined;
  hub.beforeSend = (batch) =>
    new Promise((resolve, reject) => {
      held.push({ batch, letGo: resolve, fail: reject });
      arrived?.();
    });
  /** Waits for the next send. */
  const next = async () => {
    for (;;) {
      const first = held.shift();
      if (first !== undefined) return first;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  };
  return { held, next };
}

/** Runs everything that is ready to run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the partition of an event', () => {
  it('is that of its key', async () => {
    const hub = new MemoryHub({ partitionCount: 8 });
    const events = Array.from({ length: 100 }, (_, n) => event(`${n}`, `device-${n}`));
    expect(await new Publisher({ hub }).publish(events)).toEqual({ published: 100, failures: [] });
    for (let partition = 0; partition < 8; partition++) {
      expect(texts(hub.eventsOf(String(partition)))).toEqual(
        texts(events.filter(({ partitionKey }) => partitionOfKey(partitionKey ?? '', 8) === partition)),
      );
    }
  });

  it('is the next in turn if it has no key, also across calls', async () => {
    const hub = new MemoryHub({ partitionCount: 3 });
    const publisher = new Publisher({ hub });
    await publisher.publish(['0', '1', '2', '3'].map((text) => event(text)));
    await publisher.publish(['4', '5'].map((text) => event(text)));
    expect(['0', '1', '2'].map((id) => texts(hub.eventsOf(id)))).toEqual([
      ['0', '3'],
      ['1', '4'],
      ['2', '5'],
    ]);
  });

  it('is not read for no events', async () => {
    const hub = new MemoryHub();
    expect(await new Publisher({ hub }).publish([])).toEqual({ published: 0, failures: [] });
    expect(hub.requests).toEqual({ partitionIds: 0, createBatch: 0, send: 0 });
  });

  it('is read once from the hub, and again after a failure', async () => {
    const hub = new MemoryHub();
    const ask = hub.partitionIds.bind(hub);
    const outage = new Error('down');
    hub.partitionIds = () => Promise.reject(outage);
    const publisher = new Publisher({ hub });
    await expect(publisher.publish([event('a')])).rejects.toBe(outage);
    hub.partitionIds = ask;
    await publisher.publish([event('b')]);
    await publisher.publish([event('c')]);
    expect(hub.requests.partitionIds).toBe(1);
  });
});

describe('order and batches', () => {
  it('fills the next batch with events that arrive during a send', async () => {
    const hub = new MemoryHub({ partitionCount: 1 });
    const { next } = holdSends(hub);
    const publisher = new Publisher({ hub });
    const first = publisher.publish([event('0')]);
    const send = await next();
    const others = Array.from({ length: 50 }, (_, n) => publisher.publish([event(`${n + 1}`)]));
    await settled();
    expect(hub.requests.send).toBe(1);

    send.letGo();
    await first;
    (await next()).letGo();
    await Promise.all(others);
    expect(hub.batches.map(({ count }) => count)).toEqual([1, 50]);
    expect(texts(hub.eventsOf('0'))).toEqual(Array.from({ length: 51 }, (_, n) => `${n}`));
  });

  it('keeps the order of a key over many calls and batches', async () => {
    const call = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), size: fc.integer({ min: 8, max: 40 }) }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 200 }),
        async (calls, maxWaitingBytes) => {
          const hub = new MemoryHub({ partitionCount: 2, maxBatchBytes: 100 });
          const publisher = new Publisher({ hub, maxWaitingBytes });
          let number = 0;
          const events = calls.map((items) =>
            items.map(({ key, size }) => event(`${number++}`.padEnd(size), key)),
          );
          await Promise.all(events.map((some) => publisher.publish(some)));
          for (const key of ['a', 'b', 'c', 'd']) {
            const ofKey = (some: readonly OutgoingEvent[]) =>
              texts(some.filter(({ partitionKey }) => partitionKey === key));
            expect(ofKey(hub.eventsOf(String(partitionOfKey(key, 2))))).toEqual(ofKey(events.flat()));
          }
          for (const batch of hub.batches) expect(batch.count).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('sends to partitions in parallel', async () => {
    const hub = new MemoryHub({ partitionCount: 2 });
    const { next } = holdSends(hub);
    const report = new Publisher({ hub }).publish([event('0'), event('1')]);
    const sends = [await next(), await next()];
    expect(sends.map(({ batch }) => batch.partitionId)).toEqual(['0', '1']);
    for (const send of sends) send.letGo();
    expect(await report).toEqual({ published: 2, failures: [] });
  });
});

describe('failures', () => {
  const outage = new Error('down');

  it('fail only the event that is too large for any batch', async () => {
    const hub = new MemoryHub({ partitionCount: 1, maxBatchBytes: 10 });
    const events = ['aaaa', 'bbbb', 'far too large', 'cccc', 'dddd'].map((text) => event(text));
    const { published, failures } = await new Publisher({ hub }).publish(events);
    expect(published).toBe(4);
    expect(failures).toMatchObject([
      { index: 2, error: { code: 'hub_event_too_large', kind: 'contract', data: { bytes: 13 } } },
    ]);
    expect(texts(hub.eventsOf('0'))).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
  });

  it('fail all events if all are too large', async () => {
    const hub = new MemoryHub({ partitionCount: 1, maxBatchBytes: 1 });
    const { published, failures } = await new Publisher({ hub }).publish([event('aa'), event('bb')]);
    expect(published).toBe(0);
    expect(failures.map(({ index }) => index)).toEqual([0, 1]);
    expect(hub.requests.send).toBe(0);
  });

  it('fail exactly the events of a batch that could not be sent', async () => {
    const hub = new MemoryHub({ partitionCount: 1, maxBatchBytes: 8 });
    hub.beforeSend = ({ events }) =>
      texts(events).includes('2222') ? Promise.reject(outage) : Promise.resolve();
    const publisher = new Publisher({ hub });
    const [one, two] = await Promise.all([
      publisher.publish(['0000', '1111', '2222'].map((text) => event(text))),
      publisher.publish(['3333', '4444', '5555'].map((text) => event(text))),
    ]);
    expect(one).toEqual({ published: 2, failures: [{ index: 2, error: outage }] });
    expect(two).toEqual({ published: 2, failures: [{ index: 0, error: outage }] });
    expect(texts(hub.eventsOf('0'))).toEqual(['0000', '1111', '4444', '5555']);
  });

  it('have the position in the call, over all partitions', async () => {
    const hub = new MemoryHub({ partitionCount: 3 });
    hub.beforeSend = ({ partitionId }) => (partitionId === '1' ? Promise.reject(outage) : Promise.resolve());
    const events = Array.from({ length: 9 }, (_, n) => event(`${n}`));
    const { published, failures } = await new Publisher({ hub }).publish(events);
    expect(published).toBe(6);
    expect(failures.map(({ index }) => index)).toEqual([1, 4, 7]);
  });

  it('fail the waiting caller if no batch can be opened, and do not affect later calls', async () => {
    const hub = new MemoryHub({ partitionCount: 1 });
    const open = hub.createBatch.bind(hub);
    hub.createBatch = () => Promise.reject(outage);
    const publisher = new Publisher({ hub });
    const reports = await Promise.all([
      publisher.publish([event('0'), event('1')]),
      publisher.publish([event('2')]),
    ]);
    expect(reports.map(({ failures }) => failures.length)).toEqual([2, 1]);
    hub.createBatch = open;
    expect(await publisher.publish([event('3')])).toEqual({ published: 1, failures: [] });
  });

  it('report every event of every caller if a batch throws at one of them', async () => {
    const hub = new MemoryHub({ partitionCount: 1 });
    const open = hub.createBatch.bind(hub);
    hub.createBatch = async (id) => {
      const batch = await open(id);
      const tryAdd = batch.tryAdd.bind(batch);
      return Object.assign(batch, {
        tryAdd: (one: OutgoingEvent) => {
          if (one.body.toString('utf8') === 'odd') throw outage;
          return tryAdd(one);
        },
      });
    };
    const publisher = new Publisher({ hub });
    const calls = [['0'], ['1', 'odd', '2'], ['3']].map((call) =>
      publisher.publish(call.map((text) => event(text))),
    );
    const accounted = (await Promise.all(calls)).map(
      ({ published, failures }: PublishReport) => published + failures.length,
    );
    expect(accounted).toEqual([1, 3, 1]);
    expect(await publisher.publish([event('4')])).toEqual({ published: 1, failures: [] });
  });
});

describe('back-pressure', () => {
  it('lets callers wait if too many bytes already wait', async () => {
    const hub = new MemoryHub({ partitionCount: 1 });
    const { next } = holdSends(hub);
    const publisher = new Publisher({ hub, maxWaitingBytes: 250 });
    let published = 0;
    const calls = Array.from({ length: 20 }, async (_, n) => {
      const report = await publisher.publish([event(`${n}`.padEnd(100))]);
      published += report.published;
    });
    while (published < 20) {
      const send = await next();
      await settled();
      send.letGo();
      await settled();
    }
    await Promise.all(calls);
    // A call may enter while at most 250 bytes wait, which is three calls at a time.
    expect(hub.batches.map(({ count }) => count)).toEqual([3, 3, 3, 3, 3, 3, 2]);
    expect(texts(hub.eventsOf('0')).map((text) => text.trim())).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n}`),
    );
  });

  it('lets callers enter again after the calls before them failed', async () => {
    const hub = new MemoryHub({ partitionCount: 1, maxBatchBytes: 10 });
    hub.beforeSend = () => Promise.reject(new Error('down'));
    const sender = new PartitionSender({ hub, partitionId: '0', maxWaitingBytes: 5 });
    const calls = Array.from({ length: 9 }, () =>
      sender.send([event('1234567890'), event('too large for it')]),
    );
    expect((await Promise.all(calls)).map(({ length }) => length)).toEqual(
      Array.from({ length: 9 }, () => 2),
    );
  });

  it('never waits in a call without events', async () => {
    const sender = new PartitionSender({ hub: new MemoryHub(), partitionId: '0', maxWaitingBytes: 0 });
    expect(await sender.send([])).toEqual([]);
  });
});
