import { DeliveryLease } from '../../../../src/lib/live/deliver/delivery-lease';
import { MemoryLiveState } from '../../../testing/fakes/memory-live-state';
import { ManualClock } from '../../../testing/fakes/manual-clock';

function setUp() {
  const clock = new ManualClock();
  const store = new MemoryLiveState([]);
  const open = (owner: string): DeliveryLease => new DeliveryLease({ store, clock, owner });
  return { clock, store, a: open('a'), b: open('b') };
}

describe('DeliveryLease', () => {
  it('is held by one process until it ends', async () => {
    const { clock, a, b } = setUp();
    expect(await a.hold()).toBe('taken');
    expect(await b.hold()).toBe('elsewhere');
    clock.advance(15);
    expect(a.isHeld).toBe(false);
    expect(await b.hold()).toBe('taken');
    expect(await a.hold()).toBe('elsewhere');
  });

  it('is renewed in its second half, without reading it', async () => {
    const { clock, store, a, b } = setUp();
    await a.hold();
    const first = store.lease;
    clock.advance(7);
    expect(await a.hold()).toBe('held');
    expect(store.lease).toBe(first);
    clock.advance(1);
    expect(await a.hold()).toBe('held');
    expect(store.lease?.until).toBe((first?.until ?? 0) + 8000);
    clock.advance(14);
    expect(await b.hold()).toBe('elsewhere');
  });

  it('is still held after its end if no other process took it', async () => {
    const { clock, a } = setUp();
    await a.hold();
    clock.advance(60);
    expect(await a.hold()).toBe('held');
  });

  it('is free after it was released', async () => {
    const { a, b } = setUp();
    await a.hold();
    await a.release();
    expect(a.isHeld).toBe(false);
    expect(await b.hold()).toBe('taken');
    await a.release();
    expect(await a.hold()).toBe('elsewhere');
  });

  it('is taken by one of two processes that try at the same time', async () => {
    const { a, b } = setUp();
    expect((await Promise.all([a.hold(), b.hold()])).sort()).toEqual(['elsewhere', 'taken']);
  });

  it('is asked for once by two callers of one process', async () => {
    const { a } = setUp();
    expect(await Promise.all([a.hold(), a.hold()])).toEqual(['taken', 'taken']);
  });

  it('is not held after a write that failed', async () => {
    const { clock, store, a } = setUp();
    await a.hold();
    clock.advance(10);
    const { writeLease } = store;
    store.writeLease = () => Promise.reject(new Error('503'));
    await expect(a.hold()).rejects.toThrow('503');
    expect(a.isHeld).toBe(false);
    store.writeLease = writeLease.bind(store);
    expect(await a.hold()).toBe('taken');
  });
});
