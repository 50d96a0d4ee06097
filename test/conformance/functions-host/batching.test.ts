import { writeFile } from 'node:fs/promises';
import { FunctionsHostFaults } from '../../../local/functions-host';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { HubFixture, type HubStartOptions } from './hub-fixture';
import { ManualClock } from './manual-clock';

const WAIT_SECONDS = 60;
const EVENT_HUBS = { maxEventBatchSize: 4, minEventBatchSize: 3, maxWaitTime: '00:01:00' };

// Proves eventHub.batching of functions-host with JavaScript.
describe('batches with minEventBatchSize', () => {
  const bench = new HostBench();
  let fixture: HubFixture;
  let clock: ManualClock;
  let faults: FunctionsHostFaults;
  let host: HostUnderTest;

  beforeEach(async () => {
    fixture = await HubFixture.open(bench);
    clock = new ManualClock(new Date().toISOString());
    faults = new FunctionsHostFaults();
  });
  afterEach(() => bench.cleanup());

  const start = async (name = 'batches', options: HubStartOptions = {}): Promise<void> => {
    host = await fixture.start(name, { eventHubs: EVENT_HUBS, clock, faults, ...options });
  };
  const batches = (name = 'batches'): unknown[] => fixture.told(host, name).map(({ texts }) => texts);
  const untilBatches = (count: number): Promise<unknown> =>
    waitFor(() => batches().length === count, `${count} batches, of ${JSON.stringify(batches())}`);
  const timers = (): readonly string[] => clock.due;
  const untilTimer = (): Promise<boolean> =>
    waitFor(() => timers().length === 1, 'the timer of held-back events');
  const pass = (seconds: number): void => {
    clock.moveTo(new Date(clock.now().getTime() + seconds * 1000).toISOString());
  };
  /** After the first call the timer runs for maxWaitTime. */
  const startWithACall = async (): Promise<void> => {
    await fixture.publish('first');
    await start();
    await fixture.untilCheckpointed('$default', 0);
  };

  test('pass on too few events immediately when there is neither a call nor a checkpoint', async () => {
    await startWithACall();
    expect(batches()).toEqual([['first']]);
  });

  test('hold back too few events until maxWaitTime has passed', async () => {
    await startWithACall();
    await fixture.publish('a', 'b');
    await untilTimer();
    pass(WAIT_SECONDS - 1);
    expect(timers()).toHaveLength(1);
    expect(await fixture.checkpointed('$default')).toBe(0);
    pass(1);
    await fixture.untilCheckpointed('$default', 2);
    expect(batches()).toEqual([['first'], ['a', 'b']]);
    expect(timers()).toEqual([]);
  });

  test('combine held-back and new events as soon as they are enough, and end the timer', async () => {
    await startWithACall();
    await fixture.publish('a');
    await untilTimer();
    await fixture.publish('b', 'c');
    await fixture.untilCheckpointed('$default', 3);
    expect(batches()).toEqual([['first'], ['a', 'b', 'c']]);
    expect(timers()).toEqual([]);
  });

  test('hold back events beyond a full batch, with a new timer', async () => {
    await startWithACall();
    await fixture.publish('a', 'b');
    await untilTimer();
    const [before] = timers();
    pass(10);
    await fixture.publish('c', 'd', 'e');
    await fixture.untilCheckpointed('$default', 4);
    await waitFor(() => timers().length === 1 && timers()[0] !== before, 'another timer');
    pass(WAIT_SECONDS);
    await untilBatches(3);
    expect(batches()).toEqual([['first'], ['a', 'b', 'c', 'd'], ['e']]);
  });

  test('start the wait before the first call at the time of the checkpoint', async () => {
    await startWithACall();
    const { app } = host;
    await host.host.close();
    const blob = fixture.container.getBlobClient('127.0.0.1/events/$default/checkpoint/0');
    const writtenAt = (await blob.getProperties()).lastModified?.getTime() ?? 0;
    clock = new ManualClock(new Date(writtenAt + 20_000).toISOString());
    await start('batches', { app });
    await fixture.publish('a');
    await untilTimer();
    expect(timers()).toEqual([new Date(writtenAt + WAIT_SECONDS * 1000).toISOString()]);
    pass(WAIT_SECONDS - 20);
    await fixture.untilCheckpointed('$default', 1);

    await host.host.close();
    clock = new ManualClock(new Date(Date.now() + 2 * WAIT_SECONDS * 1000).toISOString());
    await start('batches', { app });
    await fixture.publish('b');
    await untilBatches(1);
    expect(batches()).toEqual([['b']]);
  });

  test('read held-back events again when the host stopped', async () => {
    await startWithACall();
    await fixture.publish('a', 'b');
    await untilTimer();
    const { app } = host;
    await host.host.close();
    expect(await fixture.checkpointed('$default')).toBe(0);
    await fixture.publish('c');
    await start('batches', { app });
    await fixture.untilCheckpointed('$default', 3);
    expect(fixture.textsOf(host, 'batches')).toEqual(['a', 'b', 'c']);
  });

  test('read held-back events again when a worker died under a retry policy', async () => {
    await fixture.publish('first');
    await start('retried');
    await fixture.untilCheckpointed('retried', 0);
    await fixture.publish('a');
    await untilTimer();
    await fixture.publish(`die-once:${fixture.marker('died')}`, 'b', 'c', 'd');
    await waitFor(async () => {
      pass(WAIT_SECONDS);
      return (await fixture.checkpointed('retried')) === 5;
    }, 'the last checkpoint');
    const texts = fixture.textsOf(host, 'retried');
    for (const text of ['a', 'b', 'c', 'd']) expect(texts).toContain(text);
    // In order, apart from duplicates.
    expect(texts.slice(-4)).toEqual([expect.stringContaining('die-once'), 'b', 'c', 'd']);
  });

  describe('when a call runs longer than maxWaitTime under a backlog', () => {
    /** A call with four events is running, a fifth is held back, and the timer has elapsed meanwhile. */
    const runLong = async (passedSeconds = WAIT_SECONDS): Promise<void> => {
      await startWithACall();
      await fixture.publish('a');
      await untilTimer();
      await fixture.publish(`wait-for:${fixture.marker('go')}`, 'b', 'c', 'kept back');
      await untilBatches(2);
      pass(passedSeconds);
      await writeFile(fixture.marker('go'), '');
      await fixture.untilCheckpointed('$default', 4);
    };

    test('pass on held-back events when no fault is injected', async () => {
      await runLong();
      await untilTimer();
      pass(WAIT_SECONDS);
      await fixture.untilCheckpointed('$default', 5);
      expect(batches().at(-1)).toEqual(['kept back']);
    });

    // Proves eventHub.faults of functions-host with JavaScript.
    test('lose held-back events with the fault, and write a checkpoint beyond them', async () => {
      faults.inject({ kind: 'lose-kept-back-events' });
      await runLong();
      await waitFor(() => faults.pending === 0, 'the loss');
      expect(host.records.map(({ message }) => message)).toContainEqual(
        'Partition 0 of function "batches": a fault drops the events 5 to 5',
      );
      await fixture.publish('d', 'e', 'f');
      await fixture.untilCheckpointed('$default', 8);
      expect(batches().at(-1)).toEqual(['d', 'e', 'f']);
      expect(fixture.textsOf(host, 'batches')).not.toContain('kept back');

      // The fault happened once, as injected.
      const { app } = host;
      await host.host.close();
      await fixture.publish('g', 'h', 'i');
      await start('batches', { app });
      await fixture.untilCheckpointed('$default', 11);
      expect(fixture.textsOf(host, 'batches')).toEqual(['g', 'h', 'i']);
    });

    test('lose nothing with the fault when the call was shorter than maxWaitTime', async () => {
      faults.inject({ kind: 'lose-kept-back-events' });
      await runLong(WAIT_SECONDS - 1);
      await untilTimer();
      pass(WAIT_SECONDS);
      await fixture.untilCheckpointed('$default', 5);
      expect(batches().at(-1)).toEqual(['kept back']);
      expect(faults.pending).toBe(1);
    });

    test('lose nothing with the fault when no more than one batch was waiting', async () => {
      faults.inject({ kind: 'lose-kept-back-events' });
      await startWithACall();
      await fixture.publish('a');
      await untilTimer();
      await fixture.publish(`wait-for:${fixture.marker('go')}`, 'b', 'c');
      await untilBatches(2);
      pass(WAIT_SECONDS);
      await writeFile(fixture.marker('go'), '');
      await fixture.untilCheckpointed('$default', 4);
      expect(faults.pending).toBe(1);
    });

    test('lose nothing with the fault of another function', async () => {
      faults.inject({ kind: 'lose-kept-back-events' }, { functionName: 'retried' });
      await runLong();
      await untilTimer();
      pass(WAIT_SECONDS);
      await fixture.untilCheckpointed('$default', 5);
      expect(faults.pending).toBe(1);
    });
  });
});
