import { PoisonGuard, SearchTurns } from '../../../src/lib/event-log/poison-guard';
import { PARTITION, receivedEvents } from '../../testing/fixtures/events';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';

const openGuard = (state: MemoryLandingState, attempts = 3, turns = new SearchTurns()): PoisonGuard =>
  new PoisonGuard({ state, attempts, turns });

describe('PoisonGuard', () => {
  it('sends no more table requests in a process that survived a chunk', async () => {
    const state = new MemoryLandingState();
    const guard = openGuard(state);
    const events = receivedEvents(0, 9);
    expect(await guard.begin(PARTITION, events)).toEqual({ take: 10, poison: false });
    await guard.survived(PARTITION, events);
    const before = state.requestCount;
    expect(await guard.begin(PARTITION, receivedEvents(10, 12))).toEqual({ take: 3, poison: false });
    expect(state.requestCount).toBe(before);
  });

  it('trusts one partition at a time', async () => {
    const state = new MemoryLandingState();
    const guard = openGuard(state);
    await guard.begin(PARTITION, receivedEvents(0, 9));
    await guard.survived(PARTITION, receivedEvents(0, 9));
    await guard.begin({ ...PARTITION, partition: 4 }, receivedEvents(0, 9));
    expect(state.poisonSearches.size).toBe(1);
  });

  it('writes the attempt before the work', async () => {
    const state = new MemoryLandingState();
    await openGuard(state).begin(PARTITION, receivedEvents(5, 9));
    expect([...state.poisonSearches.values()]).toEqual([
      { firstSequenceNumber: 5, attempts: 1, survived: false, take: 5, lastSequenceNumber: 9 },
    ]);
  });

  it('counts no death when the front of suspected events was survived', async () => {
    const state = new MemoryLandingState();
    await openGuard(state).begin(PARTITION, receivedEvents(0, 9));
    const guard = openGuard(state);
    await guard.begin(PARTITION, receivedEvents(0, 4));
    await guard.survived(PARTITION, receivedEvents(0, 4));
    // One process has died so far. The poison event is behind 4, at 9 or before.
    expect([...state.poisonSearches.values()]).toMatchObject([
      { attempts: 1, survived: true, lastSequenceNumber: 9 },
    ]);
    await guard.begin(PARTITION, receivedEvents(5, 9));
    expect([...state.poisonSearches.values()]).toMatchObject([
      { attempts: 2, survived: false, lastSequenceNumber: 9 },
    ]);
  });

  it('does not divide a chunk that was survived but never stored', async () => {
    const state = new MemoryLandingState();
    await openGuard(state, 1).begin(PARTITION, receivedEvents(0, 63));
    for (let restart = 0; restart < 5; restart++) {
      const guard = openGuard(state, 1);
      expect(await guard.begin(PARTITION, receivedEvents(0, 63))).toEqual({ take: 2, poison: false });
      await guard.survived(PARTITION, receivedEvents(0, 1));
    }
  });

  it('takes a poison event as poison until a later event comes when it could not be stored', async () => {
    const state = new MemoryLandingState();
    const events = receivedEvents(0, 1);
    for (let process = 0; process < 4; process++) await openGuard(state, 1).begin(PARTITION, events);
    const guard = openGuard(state, 1);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await guard.begin(PARTITION, events)).toEqual({ take: 1, poison: true });
      await guard.survived(PARTITION, receivedEvents(0, 0));
    }
    expect(await openGuard(state, 1).begin(PARTITION, events)).toEqual({ take: 1, poison: true });
    expect(await guard.begin(PARTITION, receivedEvents(1, 1))).toEqual({ take: 1, poison: false });
    await guard.survived(PARTITION, receivedEvents(1, 1));
    expect([...state.poisonSearches]).toEqual([]);
  });

  it('ends a poison search when another owner has landed its events', async () => {
    const state = new MemoryLandingState();
    for (let process = 0; process < 6; process++) {
      await openGuard(state).begin(PARTITION, receivedEvents(0, 9));
    }
    const later = await openGuard(state).begin(PARTITION, receivedEvents(10, 19));
    expect(later).toEqual({ take: 10, poison: false });
  });

  it('does not quarantine an event after one death when a second owner starts while the first is at work', async () => {
    const state = new MemoryLandingState();
    await openGuard(state).begin(PARTITION, receivedEvents(0, 3));
    for (let owner = 0; owner < 3; owner++) {
      expect(await openGuard(state).begin(PARTITION, receivedEvents(1, 1))).toEqual({
        take: 1,
        poison: false,
      });
    }
  });

  describe('in a process with several partitions', () => {
    const OTHER = { ...PARTITION, partition: 4 };

    /** Both were at work in a process that died. */
    const afterOneDeath = async (): Promise<MemoryLandingState> => {
      const state = new MemoryLandingState();
      const guard = openGuard(state);
      await guard.begin(PARTITION, receivedEvents(0, 9));
      await guard.begin(OTHER, receivedEvents(0, 9));
      return state;
    };
    const attemptsOf = (state: MemoryLandingState): number[] =>
      [...state.poisonSearches.values()].map(({ attempts }) => attempts);

    it('counts a death for the chunk that was alone at work', async () => {
      const state = await afterOneDeath();
      const turns = new SearchTurns();
      await openGuard(state, 3, turns).begin(PARTITION, receivedEvents(0, 9));
      // Landing and live windows have one guard each, and share the turns.
      void openGuard(state, 3, turns).begin(OTHER, receivedEvents(0, 9));
      await new Promise(setImmediate);
      expect(attemptsOf(state)).toEqual([2, 1]);
    });

    it.each(['survived it', 'failed'])('starts the next chunk when the first %s', async (end) => {
      const state = await afterOneDeath();
      const guard = openGuard(state);
      await guard.begin(PARTITION, receivedEvents(0, 9));
      const next = guard.begin(OTHER, receivedEvents(0, 9));
      if (end === 'survived it') await guard.survived(PARTITION, receivedEvents(0, 9));
      else guard.leave(PARTITION);
      expect(await next).toEqual({ take: 10, poison: false });
    });

    it('starts the next chunk when the table could not be written', async () => {
      const state = await afterOneDeath();
      const guard = openGuard(state);
      jest.spyOn(state, 'writePoisonSearch').mockRejectedValueOnce(new Error('down'));
      await expect(guard.begin(PARTITION, receivedEvents(0, 9))).rejects.toThrow('down');
      expect(await guard.begin(OTHER, receivedEvents(0, 9))).toEqual({ take: 10, poison: false });
    });

    it('never makes a chunk wait that no process has died over', async () => {
      const state = await afterOneDeath();
      const guard = openGuard(state);
      await guard.begin(PARTITION, receivedEvents(0, 9));
      const fresh = { ...PARTITION, partition: 5 };
      expect(await guard.begin(fresh, receivedEvents(0, 9))).toEqual({ take: 10, poison: false });
    });
  });
});
