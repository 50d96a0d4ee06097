import fc from 'fast-check';
import { type AdvanceOutcome, advanceCheckpoints } from '../../../src/lib/checkpoint/advance-checkpoints';
import { type AdvanceCheckpointsOptions } from '../../../src/lib/checkpoint/options';
import { type AppSettings, type TriggerState } from '../../../src/lib/checkpoint/ports';
import { receivedEvent } from '../../testing/fixtures/events';
import { range, TriggerScene } from '../../testing/fixtures/trigger-scene';

const DISABLED = 'AzureWebJobs.landIot.Disabled';

function optionsOf(
  scene: TriggerScene,
  change: Partial<AdvanceCheckpointsOptions> = {},
): AdvanceCheckpointsOptions {
  return {
    trigger: { source: 'iot', functionName: 'landIot', consumerGroup: 'bronze' },
    hub: scene.hub,
    slots: scene.landing.lake,
    state: scene,
    app: scene,
    clock: scene.clock,
    pause: async (milliseconds) => {
      scene.clock.advance(milliseconds / 1000);
      await scene.runHost();
    },
    say: (line) => scene.said.push(line),
    ...change,
  };
}

const advance = (scene: TriggerScene, change?: Partial<AdvanceCheckpointsOptions>): Promise<AdvanceOutcome> =>
  advanceCheckpoints(optionsOf(scene, change));

/** Ten events. The host is stuck at the sixth, and the sweep has landed all of them. */
async function stuckScene(): Promise<TriggerScene> {
  const scene = new TriggerScene([5]);
  scene.last = 9;
  for (let turn = 0; turn < 4; turn++) await scene.runHost();
  await scene.sweep();
  return scene;
}

/** The host continues, and reads events that arrive from now on. */
async function expectHostGoesOn(scene: TriggerScene): Promise<void> {
  scene.last += 3;
  for (let turn = 0; turn < 6; turn++) await scene.runHost();
  expect(scene.inBronze).toEqual(range(0, scene.last));
  expect(scene.checkpoint?.sequenceNumber).toBe(scene.last);
  expect(scene.skipped).toEqual([]);
}

it('starts from a scene in which the host is stuck permanently', async () => {
  const scene = await stuckScene();
  for (let turn = 0; turn < 10; turn++) await scene.runHost();
  expect(scene.checkpoint?.sequenceNumber).toBe(3);
});

it('moves the checkpoint to the last event in Bronze, with its offset, and restores the settings', async () => {
  const scene = await stuckScene();
  const before = scene.settings;
  expect(await advance(scene)).toEqual({ moved: [3], left: [] });
  expect(scene.checkpoint).toMatchObject({ sequenceNumber: 9, offset: receivedEvent(9).offset });
  expect(scene.settings).toEqual(before);
  expect(scene.history[0]?.[DISABLED]).toBe('true');
  await expectHostGoesOn(scene);
});

it('reports each step', async () => {
  const scene = await stuckScene();
  await advance(scene);
  expect(scene.said).toEqual([
    'Partition 3: the checkpoint is at 3, and Bronze ends at 9.',
    'Disabling landIot: the app restarts.',
    'Waiting until no host holds partition 3.',
    'Partition 3: the checkpoint is now at 9.',
    'Enabling landIot: the app restarts.',
    'Done.',
  ]);
});

it('only reports its steps in a dry run', async () => {
  const scene = await stuckScene();
  expect(await advance(scene, { dryRun: true })).toEqual({ moved: [3], left: [] });
  expect(scene.history).toEqual([]);
  expect(scene.checkpoint?.sequenceNumber).toBe(3);
  expect(scene.said.at(-1)).toBe('Dry run: landIot would be disabled, 1 checkpoint moved, landIot enabled.');
});

it('changes nothing if Bronze has no event after the checkpoint', async () => {
  const scene = new TriggerScene([5]);
  scene.last = 9;
  for (let turn = 0; turn < 4; turn++) await scene.runHost();
  expect(await advance(scene)).toEqual({ moved: [], left: [3] });
  expect(scene.history).toEqual([]);
  expect(scene.checkpoint?.sequenceNumber).toBe(3);
});

it('never moves a checkpoint back, even if it is ahead of Bronze', async () => {
  const scene = await stuckScene();
  scene.last = 20;
  scene.checkpoint = { etag: 7, sequenceNumber: 15, offset: 'x' };
  expect(await advance(scene)).toEqual({ moved: [], left: [3] });
  expect(scene.checkpoint.sequenceNumber).toBe(15);
});

it('creates a checkpoint if the host is stuck at the first event', async () => {
  const scene = new TriggerScene([0]);
  scene.last = 2;
  for (let turn = 0; turn < 3; turn++) await scene.runHost();
  await scene.sweep();
  expect(scene.checkpoint).toBeUndefined();
  await advance(scene);
  await expectHostGoesOn(scene);
});

it('includes events that the sweep landed while it waited', async () => {
  const scene = await stuckScene();
  const options = optionsOf(scene);
  await advanceCheckpoints({
    ...options,
    pause: async (milliseconds) => {
      await options.pause(milliseconds);
      scene.last = 12;
      await scene.sweep();
    },
  });
  expect(scene.checkpoint?.sequenceNumber).toBe(12);
});

it('waits until the claim of a killed host has lapsed', async () => {
  const scene = await stuckScene();
  scene.killHost();
  const claimed = scene.ownership?.at ?? 0;
  const options = optionsOf(scene);
  await advanceCheckpoints({
    ...options,
    pause: (milliseconds) => {
      scene.clock.advance(milliseconds / 1000);
      return Promise.resolve();
    },
  });
  expect(scene.clock.now().getTime() - claimed).toBeGreaterThan(120_000);
  expect(scene.checkpoint?.sequenceNumber).toBe(9);
});

it('fails if another app keeps the partition, and enables the function again', async () => {
  const scene = await stuckScene();
  const before = scene.settings;
  const keep = advance(scene, {
    pause: (milliseconds) => {
      scene.clock.advance(milliseconds / 1000);
      scene.ownership = { owner: 'another', at: scene.clock.now().getTime() };
      return Promise.resolve();
    },
  });
  await expect(keep).rejects.toMatchObject({ code: 'checkpoint_owned', kind: 'transient' });
  expect(scene.settings).toEqual(before);
  expect(scene.checkpoint?.sequenceNumber).toBe(3);
});

it('reads the checkpoint again if another process moved it in the meantime', async () => {
  const scene = await stuckScene();
  let calls = 0;
  const move: TriggerState['moveCheckpoint'] = (place, to, etag) => {
    calls += 1;
    if (calls === 1) scene.checkpoint = { etag: 99, sequenceNumber: 4, offset: receivedEvent(4).offset };
    return scene.moveCheckpoint(place, to, etag);
  };
  await advance(scene, {
    state: {
      moveCheckpoint: move,
      readCheckpoint: () => scene.readCheckpoint(),
      readOwnership: () => scene.readOwnership(),
    },
  });
  expect(calls).toBe(2);
  expect(scene.checkpoint?.sequenceNumber).toBe(9);
});

it.each([DISABLED, 'AzureWebJobs_landIot_Disabled'])(
  'leaves a function disabled that a person disabled by %s',
  async (name) => {
    const scene = await stuckScene();
    scene.settings = { ...scene.settings, [name]: 'True' };
    const before = scene.settings;
    scene.ownership = { owner: '', at: 0 };
    await advance(scene);
    expect(scene.history).toEqual([]);
    expect(scene.settings).toEqual(before);
    expect(scene.checkpoint?.sequenceNumber).toBe(9);
  },
);

it('restores the value that the setting had', async () => {
  const scene = await stuckScene();
  scene.settings = { ...scene.settings, [DISABLED]: 'false' };
  const before = scene.settings;
  await advance(scene);
  expect(scene.settings).toEqual(before);
});

it('refuses a partition that the hub does not have', async () => {
  const scene = await stuckScene();
  await expect(advance(scene, { partitions: [3, 4] })).rejects.toThrow("the hub 'iot' has no partition 4");
});

it('refuses a checkpoint without a sequence number', async () => {
  const scene = await stuckScene();
  const state: TriggerState = {
    readCheckpoint: () => Promise.resolve({ sequenceNumber: undefined, offset: '1:2', etag: '1' }),
    moveCheckpoint: () => Promise.reject(new Error('must not move')),
    readOwnership: () => scene.readOwnership(),
  };
  await expect(advance(scene, { state })).rejects.toMatchObject({ code: 'checkpoint_unreadable' });
});

it('refuses Bronze that is ahead of the hub', async () => {
  const scene = await stuckScene();
  scene.last = 8;
  await expect(advance(scene)).rejects.toMatchObject({ code: 'landing_invariant' });
  expect(scene.checkpoint?.sequenceNumber).toBe(3);
});

class Killed extends Error {}

/** Ports of a process that dies at one call, before or after its effect. Later calls have no effect. */
function mortal(scene: TriggerScene, dieAt: number, when: 'before' | 'after') {
  const life = { calls: 0, dead: false };
  const through = async <T>(call: () => Promise<T>): Promise<T> => {
    if (life.dead) throw new Killed();
    life.calls += 1;
    const dies = life.calls === dieAt;
    life.dead = dies && when === 'before';
    if (life.dead) throw new Killed();
    const result = await call();
    if (dies) {
      life.dead = true;
      throw new Killed();
    }
    return result;
  };
  const state: TriggerState = {
    readCheckpoint: () => through(() => scene.readCheckpoint()),
    moveCheckpoint: (...given) => through(() => scene.moveCheckpoint(...given)),
    readOwnership: () => through(() => scene.readOwnership()),
  };
  const app: AppSettings = {
    read: () => through(() => scene.read()),
    replace: (settings) => through(() => scene.replace(settings)),
  };
  return { life, state, app };
}

describe('killed at any step and run again', () => {
  /** @returns whether the run was killed; false means that every step had its turn */
  async function killAndRepeat(
    dieAt: number,
    when: 'before' | 'after',
    change: { readonly hostDies?: boolean; readonly grows?: boolean },
  ): Promise<boolean> {
    const scene = await stuckScene();
    const before = scene.settings;
    const { life, state, app } = mortal(scene, dieAt, when);
    const first = await advance(scene, { state, app }).then(
      () => 'done',
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return 'killed';
      },
    );
    // Between the two runs everything else continues: the host, new events, the sweep.
    if (change.hostDies) scene.killHost();
    scene.clock.advance(300);
    if (change.grows) scene.last += 1;
    await scene.sweep();
    await scene.runHost();
    await advance(scene);
    expect(scene.settings).toEqual(before);
    expect(scene.checkpoint?.sequenceNumber).toBeGreaterThanOrEqual(9);
    await expectHostGoesOn(scene);
    expect(life.dead).toBe(first === 'killed');
    return first === 'killed';
  }

  it.each([
    ['before', {}],
    ['after', {}],
    ['before', { grows: true }],
    ['after', { grows: true }],
    ['before', { hostDies: true }],
    ['after', { hostDies: true }],
  ] as const)('has the same result, %s each call, while the rest does %j', async (when, change) => {
    let dieAt = 1;
    while (await killAndRepeat(dieAt, when, change)) dieAt += 1;
    // Reads, two changes of settings, and one move: it can die at each of them.
    expect(dieAt).toBe(12);
  });

  it('has the same result after many kills, with a host and a sweep at work in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            dieAt: fc.integer({ min: 1, max: 20 }),
            when: fc.constantFrom('before' as const, 'after' as const),
            events: fc.nat({ max: 5 }),
            sweeps: fc.boolean(),
            hostTurns: fc.nat({ max: 3 }),
            hostDies: fc.boolean(),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 }),
        async (runs, unbindable) => {
          const scene = new TriggerScene(unbindable);
          scene.last = 9;
          const before = scene.settings;
          for (const { dieAt, when, events, sweeps, hostTurns, hostDies } of runs) {
            // The host also takes turns while the command runs.
            scene.onCall = () => scene.runHost();
            const { state, app } = mortal(scene, dieAt, when);
            await advance(scene, { state, app }).catch((error: unknown) => {
              if (!(error instanceof Killed)) throw error;
            });
            scene.onCall = undefined;
            scene.last += events;
            if (sweeps) await scene.sweep();
            if (hostDies) scene.killHost();
            for (let turn = 0; turn < hostTurns; turn++) await scene.runHost();
            const reached = scene.checkpoint?.sequenceNumber ?? -1;
            expect(range(0, reached).filter((number) => !scene.inBronze.includes(number))).toEqual([]);
          }
          await scene.sweep();
          await scene.runHost();
          await advance(scene);
          expect(scene.settings).toEqual(before);
          expect(scene.checkpoint?.sequenceNumber).toBe(scene.last);
          expect(scene.skipped).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
