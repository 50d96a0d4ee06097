import fc from 'fast-check';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';

const registry = createRegistry();
const FIX = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };
const FATES = ['pass', 'pass', 'pass', 'die before', 'die after', 'wait'] as const;

async function landed(scene: QuarantineScene, sizes: readonly number[]): Promise<void> {
  await Promise.all(
    sizes.map((size, partition) =>
      scene.land(
        'iot',
        Array.from({ length: size }, (_, index) =>
          JSON.stringify(
            exampleEvent(registry, 'iot.telemetry', { measuredAt: 'x' }, { id: `e-${partition}-${index}` }),
          ),
        ),
        { partition },
      ),
    ),
  );
}

const idsOf = (scene: QuarantineScene): string[] =>
  scene.published('iot').map((body) => (JSON.parse(body) as { readonly id: string }).id);

it('publishes each record exactly once if nothing dies, with any limits and concurrent callers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      async (sizes, limit, waits) => {
        const scene = new QuarantineScene();
        await landed(scene, sizes);
        scene.store.onWrite = async () => {
          if (waits.shift() === true) await new Promise((done) => setImmediate(done));
        };
        const run = async (): Promise<void> => {
          const quarantine = scene.open();
          for (;;) {
            // Without a turn of the event loop, a waiting caller would never continue.
            await new Promise((done) => setImmediate(done));
            const { matched } = await scene.replay(
              { filter: { all: true }, fix: FIX, limit },
              { quarantine },
            );
            if (matched === 0) return;
          }
        };
        await Promise.all([run(), run()]);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const ids = idsOf(scene);
        expect(ids).toHaveLength(total);
        expect(new Set(ids).size).toBe(total);
        expect(await scene.quarantine.summary()).toMatchObject({ records: total, open: 0 });
      },
    ),
    { numRuns: runs(8, 25) },
  );
});

it('publishes each record at least once, always as the same event, if processes die', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 2 }),
      fc.array(fc.constantFrom(...FATES), { maxLength: 30 }),
      fc.array(fc.boolean(), { maxLength: 6 }),
      async (sizes, script, sends) => {
        const scene = new QuarantineScene({ maxAttempts: 1000 });
        await landed(scene, sizes);
        scene.store.onWrite = async (moment) => {
          const fate = moment === 'before' ? script.shift() : script[0];
          if (fate === 'wait') await new Promise((done) => setImmediate(done));
          if (fate === `die ${moment}`) {
            if (moment === 'after') script.shift();
            throw new Error('killed');
          }
        };
        scene.hubs.iot.beforeSend = () =>
          sends.shift() === true ? Promise.reject(new Error('hub down')) : Promise.resolve();
        for (let tries = 0; ; tries++) {
          expect(tries).toBeLessThan(100);
          // After this time a process that had begun with a record must be dead.
          scene.now += 10 * 60_000;
          try {
            const quarantine = scene.open();
            const { matched } = await scene.replay({ filter: { all: true }, fix: FIX }, { quarantine });
            if (matched === 0) break;
          } catch (error) {
            if ((error as Error).message !== 'killed') throw error;
          }
        }
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const bodies = new Set(scene.published('iot'));
        expect(new Set(idsOf(scene)).size).toBe(total);
        expect(bodies.size).toBe(total);
        expect(await scene.quarantine.summary()).toMatchObject({ records: total, open: 0 });
      },
    ),
    { numRuns: runs(15, 50) },
  );
});
