import fc from 'fast-check';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { toRecordId } from '../../../src/lib/quarantine/quarantine-record';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';

const registry = createRegistry();
const MAX_ATTEMPTS = 2;
const RECORDS = 3;

/** Wrong fixes. None of them repairs the event. */
const FIXES = [
  undefined,
  { version: 9 },
  { patch: [{ op: 'replace', path: '/data/measuredAt', value: 'tomorrow' }] },
  { patch: [{ op: 'replace', path: '/data/measuredAt', value: 'in a week' }] },
] as const;
const RIGHT_FIX = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };

const step = fc.oneof(
  fc.record({
    kind: fc.constant('replay' as const),
    record: fc.nat(RECORDS - 1),
    fix: fc.nat(FIXES.length - 1),
    dryRun: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reopen' as const), record: fc.nat(RECORDS - 1) }),
);

it('counts attempts per fix until a reopening, never those of dry runs, and never closes a record for the right fix', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const scene = new QuarantineScene({ maxAttempts: MAX_ATTEMPTS });
      const event = exampleEvent(registry, 'iot.telemetry', { measuredAt: 'yesterday' });
      await scene.land(
        'iot',
        Array.from({ length: RECORDS }, (_, index) => JSON.stringify({ ...event, id: `event-${index}` })),
      );
      await scene.quarantine.index.advance();
      const ids = [...scene.store.records.values()].map(({ value }) => toRecordId(value));
      const attempts = ids.map(() => new Map<number, number>());
      const stored = (): string =>
        JSON.stringify([[...scene.store.records], [...scene.store.positions], [...scene.store.replays]]);
      for (const one of steps) {
        const filter = { ids: [ids[one.record] ?? ''] };
        if (one.kind === 'reopen') {
          const report = await scene.quarantine.reopen({ filter }, null);
          expect(report).toMatchObject({ reopened: attempts[one.record]?.size === 0 ? 0 : 1 });
          attempts[one.record]?.clear();
          continue;
        }
        const fix = FIXES[one.fix];
        const before = stored();
        const { results } = await scene.replay({ filter, dryRun: one.dryRun, ...(fix && { fix }) });
        const tried = attempts[one.record]?.get(one.fix) ?? 0;
        expect(results[0]?.outcome).toBe(tried < MAX_ATTEMPTS ? 'rejected' : 'attempts-exhausted');
        if (one.dryRun) expect(stored()).toBe(before);
        else if (tried < MAX_ATTEMPTS) attempts[one.record]?.set(one.fix, tried + 1);
      }
      expect(await scene.replay({ filter: { source: 'iot' }, fix: RIGHT_FIX })).toMatchObject({
        published: RECORDS,
        exhausted: 0,
      });
    }),
    { numRuns: runs(40, 300) },
  );
});
