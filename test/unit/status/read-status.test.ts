import { type RefreshSummary } from '../../../src/lib/refresh/api';
import { type StatusPorts, type WaitingPosition } from '../../../src/lib/status/ports';
import { SOURCES } from '../../../src/lib/contracts/source';
import { type StatusReading } from '../../../src/lib/status/read-status';
import { ago, EARLIER_GENERATION, GENERATION, NOW, PORTS, problemsOf, reader } from './status-scene';

const REFRESH: RefreshSummary = {
  id: 'r-1',
  number: 1,
  state: 'succeeded',
  trigger: 'schedule',
  pipelines: 'due',
  force: false,
  rebuild: [],
  startedAt: ago(60),
  endedAt: null,
  durationSeconds: null,
  reason: null,
  newEvents: null,
  counts: null,
};

describe('the status', () => {
  it('follows a source through hub, Bronze and live windows', async () => {
    const { status, faults } = await reader()();
    expect(faults).toEqual([]);
    expect(status.problems).toEqual([]);
    expect(status).toMatchObject({ at: NOW.toISOString(), app: { version: '1.2.3' } });
    expect(status.sources.map(({ source }) => source)).toEqual(SOURCES);
    expect(status.sources[0]).toEqual({
      source: 'iot',
      hub: { hubGeneration: GENERATION, received: 100, newestEnqueuedTime: ago(1) },
      bronze: {
        landed: 90,
        accepted: 85,
        quarantined: 5,
        slots: 3,
        lag: 10,
        newestEnqueuedTime: ago(3),
      },
      live: { aggregated: 80, lag: 10 },
      partitions: [
        {
          partition: 0,
          received: 100,
          newestEnqueuedTime: ago(1),
          slot: 2,
          landed: 90,
          landingLag: 10,
          aggregated: 80,
          liveLag: 10,
        },
        {
          partition: 1,
          received: 0,
          newestEnqueuedTime: null,
          slot: null,
          landed: 0,
          landingLag: 0,
          aggregated: 0,
          liveLag: 0,
        },
      ],
    });
    expect(status.quarantine).toEqual({
      records: 5,
      open: 4,
      bySourceAndCode: [{ source: 'iot', code: 'pattern', records: 5 }],
    });
  });

  it('ignores earlier hub generations', async () => {
    const { status } = await reader({
      bronze: async () =>
        (await PORTS.bronze()).map((head) => ({ ...head, hubGeneration: EARLIER_GENERATION })),
    })();
    expect(status.sources[0]?.bronze).toMatchObject({ landed: 0, slots: 0, lag: 100 });
  });

  it('has no negative lag if landing was read after the hub', async () => {
    const { status } = await reader({
      bronze: async () => (await PORTS.bronze()).map((head) => ({ ...head, lastSequenceNumber: 120 })),
    })();
    expect(status.sources[0]?.bronze).toMatchObject({ landed: 121, lag: 0 });
  });

  it('omits stages that are not part of the app, without a problem', async () => {
    const nothing = { live: undefined, quarantine: undefined, refresh: undefined, sinks: undefined };
    const { status } = await reader(nothing)();
    expect(status).toMatchObject({ problems: [], quarantine: null, sinks: [] });
    expect(status.refresh).toEqual({ configured: false, current: null, last: null, arrivals: null });
    expect(status.sources[0]).toMatchObject({ live: null, bronze: { landed: 90 } });
  });

  it('counts events since the newest plan, but not while a refresh is running', async () => {
    const planned = new Map([[`iot/${GENERATION}/0`, 49]]);
    const current = { ...REFRESH, state: 'running' } as const;
    const read = async (state: Partial<Awaited<ReturnType<NonNullable<StatusPorts['refresh']>>>>) =>
      (
        await reader({
          refresh: () => Promise.resolve({ current: null, last: null, planned, ...state }),
        })()
      ).status.refresh?.arrivals;
    expect(await read({})).toBe(40);
    expect(await read({ planned: undefined })).toBe(90);
    expect(await read({ current })).toBeNull();
  });
});

describe('a stage that does not answer', () => {
  const down = (): Promise<never> => Promise.reject(new Error('out of reach'));
  const hangs = (): Promise<never> => new Promise(() => undefined);
  /** The answer of a reader after two readings. */
  const readTwice = async (
    ports: Partial<StatusPorts>,
    options: Parameters<typeof reader>[1] = {},
  ): Promise<StatusReading> => {
    const read = reader(ports, options);
    await read();
    return read();
  };

  const STAGES = [
    [
      'bronze',
      /lake does not answer\. Events wait in the hubs; nothing is lost/,
      /^The lake answers slowly\./,
    ],
    ['live', /table of live windows does not answer/, /^The table of live windows answers slowly\./],
    ['quarantine', /index of quarantined records does not answer/, /^The index of .* answers slowly\./],
    ['refresh', /table of refreshes does not answer/, /^The table of refreshes answers slowly\./],
    ['sinks', /state of the sinks cannot be read/, /^The state of the sinks answers slowly\./],
  ] as const;

  it.each(STAGES)(
    '%s is null and down after two errors, and other stages are returned',
    async (stage, message) => {
      const { status, faults } = await readTwice({ [stage]: down });
      expect(faults).toMatchObject([{ stage, state: 'down', error: { message: 'out of reach' } }]);
      expect(status.problems).toEqual([
        { stage, state: 'down', cause: null, message: expect.stringMatching(message) as string },
      ]);
      expect(status.sources[0]?.hub).toMatchObject({ received: 100 });
      if (stage === 'bronze' || stage === 'live') expect(status.sources[0]?.[stage]).toBeNull();
      if (stage === 'quarantine' || stage === 'refresh') expect(status[stage]).toBeNull();
      if (stage !== 'bronze') expect(status.sources[0]?.bronze).toMatchObject({ landed: 90 });
    },
  );

  it.each(STAGES)('%s is slow after one error, with its last numbers', async (stage, _down, message) => {
    let fails = false;
    const read = reader({
      [stage]: () => (fails ? down() : (PORTS[stage] as () => Promise<unknown>)()),
    });
    const { status: before } = await read();
    fails = true;
    const { status, faults } = await read();
    expect(faults).toMatchObject([{ stage, state: 'slow', error: { message: 'out of reach' } }]);
    expect(status.problems).toEqual([
      { stage, state: 'slow', cause: null, message: expect.stringMatching(message) as string },
    ]);
    expect({ ...status, problems: [] }).toEqual(before);
    fails = false;
    expect((await read()).status).toEqual(before);
  });

  it.each(STAGES)(
    '%s is not awaited longer than the timeout, and slow then',
    async (stage, _down, message) => {
      const { status, faults } = await reader({ [stage]: hangs }, { timeoutMilliseconds: 20 })();
      expect(status.problems).toEqual([
        { stage, state: 'slow', cause: null, message: expect.stringMatching(message) as string },
      ]);
      expect(faults).toMatchObject([{ stage, error: { message: 'no answer within 20 ms' } }]);
    },
  );

  it('is down after 15 seconds without an answer, and has no old numbers after a minute', async () => {
    let now = NOW;
    let bronze = PORTS.bronze;
    const read = reader({ bronze: () => bronze() }, { timeoutMilliseconds: 5, clock: { now: () => now } });
    const readAfter = async (seconds: number) => {
      now = new Date(NOW.getTime() + seconds * 1000);
      const { problems, sources } = (await read()).status;
      return [problems[0]?.state, sources[0]?.bronze?.landed];
    };
    expect(await readAfter(0)).toEqual([undefined, 90]);
    bronze = hangs;
    expect(await readAfter(50)).toEqual(['slow', 90]);
    expect(await readAfter(64)).toEqual(['slow', undefined]);
    expect(await readAfter(65)).toEqual(['down', undefined]);
    bronze = PORTS.bronze;
    expect(await readAfter(66)).toEqual([undefined, 90]);
  });

  it('counts an error once for all readings that share it', async () => {
    const shared = down();
    shared.catch(() => undefined);
    const { status } = await readTwice({ bronze: () => shared });
    expect(status.problems).toMatchObject([{ stage: 'bronze', state: 'slow' }]);
  });

  it('makes no lag of old numbers while it is slow', async () => {
    let now = NOW;
    let bronze = PORTS.bronze;
    const read = reader({ bronze: () => bronze() }, { clock: { now: () => now } });
    await read();
    bronze = down;
    now = new Date(NOW.getTime() + 30_000);
    expect((await read()).status.problems.map(({ state }) => state)).toEqual(['slow']);
  });

  it('lists the hubs that do not answer, and still returns what landed', async () => {
    const { status } = await readTwice({
      hub: (source) => (source === 'iot' ? down() : PORTS.hub(source)),
    });
    expect(status.problems).toMatchObject([
      {
        stage: 'hub',
        state: 'down',
        message: expect.stringMatching(/for iot: .*Accepted events are safe/) as string,
      },
    ]);
    expect(status.sources[0]).toMatchObject({
      hub: null,
      bronze: { landed: 90, lag: null },
      live: { aggregated: 80, lag: 10 },
      partitions: [{ received: null, landed: 90, landingLag: null }],
    });
    const all = await readTwice({ hub: down });
    expect(all.status.problems).toMatchObject([
      { message: expect.stringMatching(/^Event Hubs does not answer:/) as string },
    ]);
  });

  it('is reported if a port throws synchronously', async () => {
    const broken = (): never => {
      throw new Error('no such client');
    };
    expect((await reader({ hub: broken, bronze: broken })()).faults).toHaveLength(SOURCES.length + 1);
  });
});

describe('one fault', () => {
  const down = (): Promise<never> => Promise.reject(new Error('out of reach'));
  const hangs = (): Promise<never> => new Promise(() => undefined);
  const problemsAfterTwo = async (ports: Partial<StatusPorts>) => {
    const read = reader(ports, { timeoutMilliseconds: 5 });
    await read();
    return (await read()).status.problems.map(({ stage, state, cause, message }) => [
      stage,
      state,
      cause,
      message,
    ]);
  };

  it('of the table storage is told once, at live windows', async () => {
    expect(await problemsAfterTwo({ live: down, refresh: down, sinks: down, quarantine: down })).toEqual([
      [
        'live',
        'down',
        null,
        'The table storage does not answer. Landing continues; nothing is lost. Not readable: the table of live windows, the table of refreshes, the state of the sinks and the index of quarantined records.',
      ],
      ['refresh', 'down', 'live', 'No answer, with the same cause as the table of live windows.'],
      ['sinks', 'down', 'live', 'No answer, with the same cause as the table of live windows.'],
      ['quarantine', 'down', 'live', 'No answer, with the same cause as the table of live windows.'],
    ]);
  });

  it('of the lake is told once, at Bronze, also for stages that are slow because of it', async () => {
    expect(await problemsAfterTwo({ bronze: down, quarantine: hangs })).toMatchObject([
      ['bronze', 'down', null, expect.stringMatching(/^The lake does not answer\./)],
      ['quarantine', 'slow', 'bronze', 'No answer, with the same cause as the lake.'],
    ]);
  });

  it('of a busy machine is told once, at the first slow stage', async () => {
    expect(await problemsAfterTwo({ hub: hangs, live: hangs, sinks: hangs })).toEqual([
      [
        'hub',
        'slow',
        null,
        'Event Hubs, the table of live windows and the state of the sinks answer slowly. The numbers are the last known ones, and the question is repeated. Nothing is lost.',
      ],
      ['live', 'slow', 'hub', 'No answer, with the same cause as Event Hubs.'],
      ['sinks', 'slow', 'hub', 'No answer, with the same cause as Event Hubs.'],
    ]);
  });

  it('of another service is told besides', async () => {
    const problems = await problemsAfterTwo({ hub: down, bronze: down });
    expect(problems.map(([stage, state, cause]) => [stage, state, cause])).toEqual([
      ['hub', 'down', null],
      ['bronze', 'down', null],
    ]);
  });

  it('of landing is the cause of the lag of live windows of the same source', async () => {
    const old = async () => (await PORTS.bronze()).map((head) => ({ ...head, lastEnqueuedTime: ago(600) }));
    const hub: StatusPorts['hub'] = async (source) => {
      const state = await PORTS.hub(source);
      return source !== 'iot'
        ? state
        : {
            ...state,
            partitions: state.partitions.map((one) => ({ ...one, newestEnqueuedTime: ago(300) })),
          };
    };
    const { status } = await reader({ bronze: old, hub })();
    expect(status.problems.map(({ stage, state, cause }) => [stage, state, cause])).toEqual([
      ['bronze', 'late', null],
      ['live', 'late', 'bronze'],
    ]);
  });
});

describe('problems', () => {
  const head = (change: object): Partial<StatusPorts> => ({
    bronze: async () => (await PORTS.bronze()).map((known) => ({ ...known, ...change })),
  });
  const hub = (change: object): Partial<StatusPorts> => ({
    hub: async (source) => {
      const state = await PORTS.hub(source);
      if (source !== 'iot') return state;
      return {
        ...state,
        partitions: state.partitions.map((p) => (p.partition === 0 ? { ...p, ...change } : p)),
      };
    },
  });

  it('report that landing has stopped, and that events are safe', async () => {
    expect(await problemsOf(head({ lastEnqueuedTime: ago(600) }))).toEqual([
      [
        'bronze',
        '10 events of iot wait for landing; nothing has landed for 10 minutes. The events are safe in the hub.',
      ],
    ]);
  });

  const waiting = (
    sequenceNumber: number,
    seconds: number,
    change: Partial<WaitingPosition> = {},
  ): Partial<StatusPorts> => ({
    waiting: () =>
      Promise.resolve([
        {
          source: 'iot',
          hubGeneration: GENERATION,
          partition: 0,
          waiting: { sequenceNumber, since: Date.parse(ago(seconds)) },
          ...change,
        },
      ]),
  });

  it('report a partition that has stopped while others continue, even if its last event is new', async () => {
    expect(await problemsOf(waiting(90, 720))).toEqual([
      [
        'bronze',
        '10 events of iot, partition 0, wait for landing, the oldest for 12 minutes: the partition may be stuck. The events are safe in the hub until its retention ends.',
      ],
    ]);
  });

  it('report a partition whose last event waits, before any timer recorded it', async () => {
    expect(await problemsOf(hub({ newestEnqueuedTime: ago(130) }))).toContainEqual([
      'bronze',
      expect.stringMatching(/^10 events of iot, partition 0, wait for landing, the oldest for 2 minutes/),
    ]);
  });

  it.each<[string, Partial<StatusPorts>]>([
    ['an event that landed since it was seen', waiting(89, 720)],
    ['an event that waits a short time', waiting(90, 119)],
    ['a hub that was created again since', waiting(90, 720, { hubGeneration: EARLIER_GENERATION })],
    ['another partition', waiting(90, 720, { partition: 1 })],
    ['ages that cannot be read', { waiting: () => Promise.reject(new Error('503')) }],
  ])('report nothing for %s', async (_name, ports) => {
    expect(await problemsOf(ports)).toEqual([]);
  });

  it('warn before retention deletes events that have not landed', async () => {
    expect(await problemsOf(head({ lastEnqueuedTime: ago(7 * 3600) }))).toEqual([
      ['bronze', expect.stringMatching(/up to 7 hours: .* before the hub's retention ends/)],
    ]);
  });

  it('report nothing for an old head without waiting events', async () => {
    expect(await problemsOf(head({ lastSequenceNumber: 99, lastEnqueuedTime: ago(86_400) }))).toEqual([]);
  });

  it('report events that retention deleted before they landed', async () => {
    expect(await problemsOf(hub({ beginSequenceNumber: 95 }))).toEqual([
      ['bronze', expect.stringMatching(/^5 events of iot, partition 0, were deleted by the hub/)],
    ]);
  });

  it('report gaps that slots record', async () => {
    expect(await problemsOf(head({ lost: 1 }))).toEqual([
      ['bronze', expect.stringMatching(/^Lost before landing: 1 event of iot, partition 0\./)],
    ]);
  });

  it('report live windows that have stopped, or are far behind', async () => {
    expect(await problemsOf(hub({ newestEnqueuedTime: ago(300), lastSequenceNumber: 89 }))).toEqual([
      ['live', expect.stringMatching(/^Live windows of iot are 10 events behind/)],
    ]);
    const both = { ...hub({ lastSequenceNumber: 50_000 }), ...head({ lastSequenceNumber: 50_000 }) };
    expect(await problemsOf(both)).toEqual([
      ['live', expect.stringMatching(/^Live windows of iot are 49,921 events behind/)],
    ]);
  });

  it('report the last failed refresh, with the first line of its reason', async () => {
    const last = { ...REFRESH, state: 'failed', reason: 'silver.orders: no\nmore' } as const;
    expect(
      await problemsOf({ refresh: () => Promise.resolve({ current: null, last, planned: undefined }) }),
    ).toEqual([
      [
        'refresh',
        expect.stringMatching(/^The last refresh, r-1, failed: silver.orders: no\. Gold is unchanged/),
      ],
    ]);
  });

  it('report a sink that is down', async () => {
    const sink = { name: 'power-bi', state: 'down', lastDeliveredAt: null, message: '429' } as const;
    expect(await problemsOf({ sinks: () => Promise.resolve([sink]) })).toEqual([
      ['sinks', 'The sink power-bi does not accept windows: 429. They are kept and delivered later.'],
    ]);
  });

  it('report growth of the quarantine within ten minutes, with the main reason', async () => {
    let records = 5;
    let now = NOW;
    const read = reader(
      {
        quarantine: () =>
          Promise.resolve({
            records,
            open: 0,
            landed: [],
            bySourceAndCode: [
              { source: 'iot', code: 'pattern', records: 5 },
              { source: 'ecommerce', code: 'required', records: records - 5 },
            ],
          }),
      },
      { clock: { now: () => now } },
    );
    const growthAt = async (minutes: number, count: number): Promise<readonly string[]> => {
      records = count;
      now = new Date(NOW.getTime() + minutes * 60_000);
      return (await read()).status.problems
        .filter(({ stage }) => stage === 'quarantine')
        .map(({ message }) => message);
    };
    expect(await growthAt(0, 50)).toEqual([]);
    expect(await growthAt(2, 120)).toEqual([]);
    expect(await growthAt(4, 160)).toEqual([
      '110 records were quarantined within 4 minutes, most of them required of ecommerce. They are kept and can be replayed.',
    ]);
    expect(await growthAt(13, 165)).toEqual([]);
  });
});
