import { PoisonGuard } from '../../../src/lib/bronze/poison-guard';
import { PARTITION, receivedEvents } from '../../helpers/events';
import { MemoryLandingState } from '../../helpers/memory-landing-state';

describe('PoisonGuard', () => {
  it('asks the table nothing more in a process that survived a piece', async () => {
    const state = new MemoryLandingState();
    const guard = new PoisonGuard({ state, attempts: 3 });
    const events = receivedEvents(0, 9);
    expect(await guard.begin(PARTITION, events)).toEqual({ take: 10, poison: false });
    await guard.survived(PARTITION, events);
    const before = state.requestCount;
    expect(await guard.begin(PARTITION, receivedEvents(10, 12))).toEqual({ take: 3, poison: false });
    expect(state.requestCount).toBe(before);
  });

  it('trusts one partition at a time', async () => {
    const state = new MemoryLandingState();
    const guard = new PoisonGuard({ state, attempts: 3 });
    await guard.begin(PARTITION, receivedEvents(0, 9));
    await guard.survived(PARTITION, receivedEvents(0, 9));
    await guard.begin({ ...PARTITION, partition: 4 }, receivedEvents(0, 9));
    expect(state.suspicions.size).toBe(1);
  });

  it('writes the attempt down before the work', async () => {
    const state = new MemoryLandingState();
    await new PoisonGuard({ state, attempts: 3 }).begin(PARTITION, receivedEvents(5, 9));
    expect([...state.suspicions.values()]).toEqual([
      { firstSequenceNumber: 5, attempts: 1, survived: false, take: 5, through: 9 },
    ]);
  });

  it('counts no death where the front of suspected events was survived', async () => {
    const state = new MemoryLandingState();
    const openGuard = (): PoisonGuard => new PoisonGuard({ state, attempts: 3 });
    await openGuard().begin(PARTITION, receivedEvents(0, 9));
    const guard = openGuard();
    await guard.begin(PARTITION, receivedEvents(0, 4));
    await guard.survived(PARTITION, receivedEvents(0, 4));
    // One process has died so far. What it died of stands behind 4, at 9 or before.
    expect([...state.suspicions.values()]).toMatchObject([{ attempts: 1, survived: true, through: 9 }]);
    await guard.begin(PARTITION, receivedEvents(5, 9));
    expect([...state.suspicions.values()]).toMatchObject([{ attempts: 2, survived: false, through: 9 }]);
  });

  it('does not cut a piece that was survived, but never stored', async () => {
    const state = new MemoryLandingState();
    const openGuard = (): PoisonGuard => new PoisonGuard({ state, attempts: 1 });
    await openGuard().begin(PARTITION, receivedEvents(0, 7));
    for (let restart = 0; restart < 5; restart++) {
      const guard = openGuard();
      expect(await guard.begin(PARTITION, receivedEvents(0, 7))).toEqual({ take: 4, poison: false });
      await guard.survived(PARTITION, receivedEvents(0, 3));
    }
  });

  it('forgets a suspicion about events that were landed by someone else', async () => {
    const state = new MemoryLandingState();
    for (let process = 0; process < 6; process++) {
      await new PoisonGuard({ state, attempts: 3 }).begin(PARTITION, receivedEvents(0, 9));
    }
    const later = await new PoisonGuard({ state, attempts: 3 }).begin(PARTITION, receivedEvents(10, 19));
    expect(later).toEqual({ take: 10, poison: false });
  });

  it('does not blame an event after one death and a second owner who begins while the first is at work', async () => {
    const state = new MemoryLandingState();
    const openGuard = (): PoisonGuard => new PoisonGuard({ state, attempts: 3 });
    await openGuard().begin(PARTITION, receivedEvents(0, 3));
    for (let owner = 0; owner < 3; owner++) {
      expect(await openGuard().begin(PARTITION, receivedEvents(1, 1))).toEqual({ take: 1, poison: false });
    }
  });
});
