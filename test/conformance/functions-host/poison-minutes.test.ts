import { EventHubInvoker } from '../../../local/functions-host/event-hubs/event-hub-invoker';
import { type ReceivedEvent as HostEvent } from '../../../local/functions-host/event-hubs/received-event';
import { HostLog } from '../../../local/functions-host/host/host-log';
import { RecyclingListeners } from '../../../local/functions-host/host/recycling-listeners';
import { toRetryPolicy } from '../../../local/functions-host/host/retry-policy';
import { type Worker, WorkerSupervisor } from '../../../local/functions-host/host/worker-supervisor';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { SearchTurns } from '../../../src/lib/event-log/poison-guard';
import { AutoClock } from '../../testing/fakes/auto-clock';
import { HUB_CREATED_ON, validateJson, receivedEvent } from '../../testing/fixtures/events';
import { ProcessDied } from '../../testing/fakes/hostile-process';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { readLines } from '../../testing/fixtures/read-bronze';
import { noTracer } from '../../../local/functions-host/telemetry/invocation-tracer';

/** From a start of the worker until its app is loaded, as measured on the Functions host. */
const WORKER_START_MILLISECONDS = 1_600;
/**
 * The time until another host starts in Azure is not documented; a minute is longer than a usual cold start.
 */
const RESTART_WAITS = { workerMilliseconds: 10_000, hostMilliseconds: 60_000 };
const PARTITION = 3;
const BATCH = 1000;

/** Triggers of two hubs with the same events. They share a worker, so also its deaths. */
const FUNCTIONS = ['landIot', 'landEcommerce'] as const;

interface Life {
  readonly isAlive: () => boolean;
  readonly end: () => void;
}

interface Reader {
  readonly lake: MemoryLake;
  readonly state: MemoryLandingState;
  checkpoint: number;
}

/**
 * One partition that two functions read, with the parts of the local host that schedule retries and with the
 * code of landing. Parts that take no time there are in memory: hub, lake, table, and the process that dies.
 */
class Scene {
  readonly clock = new AutoClock('2026-03-01T10:00:00Z');
  readonly readers = new Map<string, Reader>();
  deaths = 0;
  hosts = 0;
  #busy = 0;
  readonly #poison: ReadonlySet<number>;
  readonly #events: number;
  readonly #batches: readonly number[];

  /** @param options.batches events of the batches that each host reads, repeatedly */
  constructor({ poison, events, batches }: { poison: number[]; events: number; batches: number[] }) {
    this.#poison = new Set(poison);
    this.#events = events;
    this.#batches = batches;
    for (const name of FUNCTIONS)
      this.readers.set(name, { lake: new MemoryLake(), state: new MemoryLandingState(), checkpoint: 0 });
  }

  /** @returns minutes from the first delivery until both functions have read all events */
  async run(): Promise<number> {
    const { clock } = this;
    const log = new HostLog({ sink: () => undefined, logLevels: {} });
    const supervisor = new WorkerSupervisor({
      appDirectory: '',
      entryPoints: [],
      environment: {},
      hostVersion: '4',
      clock,
      log,
      functionTimeoutMilliseconds: undefined,
      tracer: noTracer,
      restartWaits: RESTART_WAITS,
      startWorker: () => this.#startWorker(),
    });
    const create = () => this.#createListeners(supervisor, log);
    const host = new RecyclingListeners({ create, supervisor, restartWaits: RESTART_WAITS, clock, log });
    const isDone = (): boolean => [...this.readers.values()].every((one) => one.checkpoint === this.#events);
    const isBusy = (): boolean => this.#busy > 0;
    let begun = clock.now().getTime();
    const started = supervisor.start().then(() => {
      begun = clock.now().getTime();
      return host.start();
    });
    await clock.run({ isDone, isBusy });
    await started;
    await host.stop();
    return (clock.now().getTime() - begun) / 60_000;
  }

  /** Every start is a new process without state; its death ends all that it runs. */
  async #startWorker(): Promise<Worker> {
    await new Promise<void>((resolve) => {
      this.clock.at(new Date(this.clock.now().getTime() + WORKER_START_MILLISECONDS), resolve);
    });
    let die: (reason: string) => void = () => undefined;
    const exited = new Promise<string>((resolve) => {
      die = resolve;
    });
    const turns = new SearchTurns();
    // Immediate: in a real process no code runs after its death.
    const life = { isAlive: () => worker.isAlive, end: () => (worker.isAlive = false) };
    const bronzeWriters = new Map(
      [...this.readers].map(([name, reader]) => [name, this.#openBronzeWriter(reader, turns, life)] as const),
    );
    const lost = exited.then((message) => ({ outcome: 'lost', error: { message } }) as const);
    const worker = {
      processId: 1,
      functions: [],
      capabilities: {},
      exited,
      isAlive: true,
      invoke: async (
        { functionName, invocationId }: Parameters<Worker['invoke']>[0],
        segments: readonly Buffer[],
      ) => {
        this.#busy++;
        try {
          const events = segments.flatMap(toEvent);
          const landed = bronzeWriters.get(functionName)?.land(PARTITION, events) ?? Promise.resolve();
          const message = { type: 'succeeded', invocationId, outputData: [], returned: false } as const;
          return await Promise.race([
            lost,
            landed.then(() => ({ outcome: 'succeeded', message, segments: [] }) as const),
          ]);
        } catch (error) {
          if (!(error instanceof ProcessDied)) throw error;
          this.deaths++;
          die('signal SIGKILL');
          return await lost;
        } finally {
          this.#busy--;
        }
      },
      terminate: () => Promise.resolve(),
      kill: () => undefined,
    };
    return worker;
  }

  #openBronzeWriter({ lake, state }: Reader, searchTurns: SearchTurns, { isAlive, end }: Life): BronzeWriter {
    return new BronzeWriter({
      source: 'iot',
      searchTurns,
      hub: new MemoryHubLog(),
      store: whileAlive(lake, isAlive),
      state: whileAlive(state, isAlive),
      validate: (event) => {
        if (this.#poison.has(event.sequenceNumber)) {
          end();
          throw new ProcessDied();
        }
        return validateJson(event);
      },
      clock: { now: () => HUB_CREATED_ON },
      pause: () => Promise.resolve(),
    });
  }

  #createListeners(supervisor: WorkerSupervisor, log: HostLog) {
    const stopping = new AbortController();
    const { signal } = stopping;
    this.hosts++;
    const pump = async (name: string, reader: Reader): Promise<void> => {
      const invoker = new EventHubInvoker({
        definition: defineFunction(name),
        trigger: {
          hub: 'iot',
          consumerGroup: name,
          fullyQualifiedNamespace: 'x',
          cardinality: 'many',
          dataType: 'binary',
        },
        supervisor,
        clock: this.clock,
        log,
        signal,
      });
      for (let n = this.hosts; reader.checkpoint < this.#events && !signal.aborted; n++) {
        const size = this.#batches[n % this.#batches.length] ?? BATCH;
        const end = Math.min(this.#events, reader.checkpoint + size);
        const batch = Array.from({ length: end - reader.checkpoint }, (_, i) =>
          toHostEvent(reader.checkpoint + i),
        );
        const context = { partitionId: String(PARTITION), isCheckpointingAfterInvocation: true };
        if ((await invoker.process(batch, context)) === 'processed') reader.checkpoint = end;
      }
    };
    return {
      start: () => {
        for (const [name, reader] of this.readers) void pump(name, reader);
        return Promise.resolve();
      },
      stop: () => {
        stopping.abort();
        return Promise.resolve();
      },
      runByHand: () => false,
    };
  }
}

/** Requests of one process: those that run when it dies never end, and no new ones start. */
function whileAlive<T extends object>(target: T, isAlive: () => boolean): T {
  const never = new Promise<never>(() => undefined);
  return new Proxy(target, {
    get(_, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        if (!isAlive()) return never;
        const answer: unknown = await Reflect.apply(member, target, args);
        return isAlive() ? answer : never;
      };
    },
  });
}

/** The options with which landing's triggers are registered. */
function defineFunction(name: string) {
  const retry = {
    maxRetryCount: -1,
    retryStrategy: 'exponentialBackoff',
    minimumInterval: { seconds: 1 },
    maximumInterval: { seconds: 60 },
  } as const;
  return {
    name,
    disabled: false,
    triggerName: 'events',
    triggerType: 'eventhubtrigger',
    clientInputs: [],
    trigger: { type: 'eventHubTrigger', direction: 'in' },
    retryPolicy: toRetryPolicy(retry, name),
    metadata: { name, bindings: {} },
  } as const;
}

function toHostEvent(sequenceNumber: number): HostEvent {
  return {
    body: Buffer.from(`{"n":${sequenceNumber}}`),
    bodyType: 'data',
    sequenceNumber,
    offset: `${sequenceNumber}`,
    enqueuedTime: 0,
    partitionKey: undefined,
    properties: undefined,
    otherSystemProperties: undefined,
  };
}

/** In a frame, bodies precede metadata. */
function toEvent(segment: Buffer) {
  const n = /^\{"n":(\d+)\}$/.exec(segment.toString('latin1'))?.[1];
  return n === undefined ? [] : [receivedEvent(Number(n))];
}

describe('one poison event in a batch of a thousand, with the real delays of the host', () => {
  test.each([0, 517, 999])(
    'at position %d, blocks its partition for less than ten minutes',
    async (position) => {
      const scene = new Scene({ poison: [position], events: BATCH, batches: [BATCH] });
      const minutes = await scene.run();
      // Three attempts and two splits for each of the two functions.
      expect(scene.deaths).toBe(10);
      expect(scene.hosts).toBe(4);
      expect(minutes).toBeLessThan(10);
      for (const { lake } of scene.readers.values()) {
        const lines = readLines(lake.objects.values());
        expect(lines).toHaveLength(BATCH);
        const quarantined = lines.filter(({ verdict }) => verdict === 'quarantined');
        expect(quarantined.map(({ sequenceNumber, codes }) => [sequenceNumber, codes])).toEqual([
          [position, ['poison']],
        ]);
      }
    },
  );

  test('is found when a recycled host reads batches with other boundaries', async () => {
    const scene = new Scene({ poison: [517], events: 3 * BATCH, batches: [BATCH, 700, BATCH, 530] });
    expect(await scene.run()).toBeLessThan(10);
    expect(scene.deaths).toBeLessThanOrEqual(12);
    for (const { lake } of scene.readers.values()) {
      const quarantined = readLines(lake.objects.values()).filter(({ verdict }) => verdict === 'quarantined');
      expect(quarantined.map(({ sequenceNumber }) => sequenceNumber)).toEqual([517]);
    }
  });
});
