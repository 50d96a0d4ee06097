import { randomInt } from 'node:crypto';
import { type RefreshStore } from '../../../src/lib/refresh/ports';
import { type RefreshId, toRefreshId, toRefreshNumber } from '../../../src/lib/refresh/refresh-id';
import {
  type CurrentRefresh,
  type RefreshRecord,
  type RunRecord,
} from '../../../src/lib/refresh/refresh-record';

export interface RefreshStoreHarness {
  /** A store without rows. */
  readonly store: RefreshStore;
  close(): Promise<void>;
}

/** Behaviour of every `RefreshStore`. */
export function describeRefreshStore(name: string, open: () => Promise<RefreshStoreHarness>): void {
  describe(`RefreshStore: ${name}`, () => {
    let harness: RefreshStoreHarness;
    let store: RefreshStore;
    let number = Date.parse('2026-11-21T06:10:00.000Z');

    beforeEach(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterEach(() => harness.close());

    const recordOf = (suffix = '00000001', change: Partial<RefreshRecord> = {}): RefreshRecord => {
      const own = toRefreshNumber((number += 10));
      return {
        id: toRefreshId(own, suffix),
        number: own,
        trigger: 'request',
        pipelines: 'due',
        force: false,
        startedAt: new Date(own).toISOString(),
        state: 'running',
        ...change,
      };
    };
    const currentOf = ({ id, number: own }: RefreshRecord): CurrentRefresh => ({
      id,
      number: own,
      trigger: 'schedule',
      pipelines: 'none',
      force: true,
      released: false,
    });
    const runOf = (refreshId: RefreshId, change: Partial<RunRecord> = {}): RunRecord => ({
      refreshId,
      kind: 'pipeline',
      name: 'ingest_a',
      generation: 1,
      token: 't',
      state: 'intended',
      intendedAt: '2026-11-21T06:10:01.000Z',
      ...change,
    });

    describe('the current refresh', () => {
      it('accepts one of several callers that create the row together', async () => {
        const claims = Array.from({ length: 5 }, (_, n) => currentOf(recordOf(`0000000${n}`)));
        const outcomes = await Promise.all(claims.map((claim) => store.writeCurrent(claim, undefined)));
        const winner = claims[outcomes.indexOf('written')];
        expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
        expect((await store.readCurrent())?.value).toEqual(winner);
      });

      it('accepts one of several callers that replace the row with the same ETag', async () => {
        await store.writeCurrent(currentOf(recordOf()), undefined);
        const read = await store.readCurrent();
        const claims = Array.from({ length: 4 }, (_, n) => currentOf(recordOf(`0000000${n}`)));
        const outcomes = await Promise.all(claims.map((claim) => store.writeCurrent(claim, read?.etag)));
        expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
        expect((await store.readCurrent())?.value).toEqual(claims[outcomes.indexOf('written')]);
      });

      it('keeps the given fields, and removes omitted ones', async () => {
        const current = currentOf(recordOf());
        await store.writeCurrent(
          { ...current, lastPlan: toRefreshNumber(5), lastCompletedPlan: toRefreshNumber(4) },
          undefined,
        );
        const read = await store.readCurrent();
        expect(read?.value).toEqual({ ...current, lastPlan: 5, lastCompletedPlan: 4 });
        await store.writeCurrent({ ...current, released: true }, read?.etag);
        expect((await store.readCurrent())?.value).toEqual({ ...current, released: true });
      });
    });

    describe('refreshes', () => {
      it('returns a refresh for its full id only', async () => {
        const record = recordOf('0000000a');
        await store.createRefresh(record);
        await store.createRefresh(recordOf('0000000b'));
        expect((await store.readRefresh(record.id))?.value).toEqual(record);
        expect(await store.readRefresh(toRefreshId(record.number, '0000000c'))).toBeUndefined();
        expect(await store.readRefresh(toRefreshId(toRefreshNumber(1), '0000000a'))).toBeUndefined();
      });

      it('keeps the fields of a refresh when it is created again', async () => {
        const record = recordOf();
        await store.createRefresh(record);
        await store.changeRefresh(record.number, { state: 'succeeded' });
        await store.createRefresh(record);
        expect((await store.readRefresh(record.id))?.value.state).toBe('succeeded');
      });

      it('keeps all changes when three callers change different fields together', async () => {
        const record = recordOf();
        await store.createRefresh(record);
        const counts = {
          models: 3,
          committed: 2,
          unchanged: 1,
          failed: 0,
          rowsWritten: 2 ** 40,
          rowsDropped: 0,
          warnings: 1,
        };
        const reason = 'größer „als“ nichts\n'.repeat(20);
        await Promise.all([
          store.changeRefresh(record.number, { counts, newEvents: 2 ** 33 }),
          store.changeRefresh(record.number, { cancelRequestedAt: '2026-11-21T06:11:00.000Z' }),
          store.changeRefresh(record.number, { reason }),
        ]);
        expect((await store.readRefresh(record.id))?.value).toEqual({
          ...record,
          counts,
          reason,
          newEvents: 2 ** 33,
          cancelRequestedAt: '2026-11-21T06:11:00.000Z',
        });
      });

      it('refuses a change when its ETag is not the newest', async () => {
        const record = recordOf();
        await store.createRefresh(record);
        const { etag } = (await store.readRefresh(record.id)) ?? { etag: '' };
        expect(await store.changeRefresh(record.number, { state: 'failed' }, etag)).toBe('written');
        expect(await store.changeRefresh(record.number, { reason: 'late' }, etag)).toBe('conflict');
        expect((await store.readRefresh(record.id))?.value).toEqual({ ...record, state: 'failed' });
      });

      it('lists the newest refreshes first, page by page', async () => {
        const records = Array.from({ length: 5 }, () => recordOf());
        for (const record of records) await store.createRefresh(record);
        const first = await store.listRefreshes({ limit: 2 });
        expect(first.refreshes).toEqual([records[4], records[3]]);
        const second = await store.listRefreshes({ limit: 2, below: first.next ?? 0 });
        expect(second.refreshes).toEqual([records[2], records[1]]);
        const third = await store.listRefreshes({ limit: 2, below: second.next ?? 0 });
        expect(third).toEqual({ refreshes: [records[0]], next: undefined });
      });
    });

    describe('runs', () => {
      it('creates a run once when two callers create it', async () => {
        const { id } = recordOf();
        const run = runOf(id);
        const outcomes = await Promise.all([
          store.createRun(run),
          store.createRun({ ...run, intendedAt: 'later' }),
        ]);
        expect([...outcomes].sort()).toEqual(['created', 'exists']);
        expect(await store.createRun(run)).toBe('exists');
        expect(await store.readRun(runOf(id, { generation: 2 }))).toBeUndefined();
      });

      it('keeps changes of a run, and as many tasks as a row can hold', async () => {
        const { id } = recordOf();
        const run = runOf(id);
        await store.createRun(run);
        const tasks = [{ name: 'copy', state: 'Failed', message: 'why' }];
        await store.changeRun(run, { state: 'running', externalId: '77', tasks });
        expect(await store.readRun(run)).toEqual({ ...run, state: 'running', externalId: '77', tasks });
        const many = Array.from({ length: 1000 }, (_, n) => ({
          name: `task_${n}`,
          state: 'RUNNING',
          message: 'x'.repeat(randomInt(50, 500)),
        }));
        await store.changeRun(run, { tasks: many });
        const kept = (await store.readRun(run))?.tasks ?? [];
        expect(kept.length).toBeGreaterThan(400);
        expect(kept[0]).toMatchObject({ name: 'task_0', state: 'RUNNING' });
      });

      it('lists the runs of one refresh in the order of `intendedAt`', async () => {
        const [one, other] = [recordOf('0000000a').id, recordOf('0000000b').id];
        const runs = [
          runOf(one, { intendedAt: '2026-11-21T06:10:01.000Z', generation: 1 }),
          runOf(one, { intendedAt: '2026-11-21T06:20:00.000Z', generation: 2 }),
          runOf(one, { intendedAt: '2026-11-21T06:30:00.000Z', kind: 'job', name: 'job' }),
        ];
        for (const run of [...runs].reverse()) await store.createRun(run);
        await store.createRun(runOf(other));
        expect(await store.listRuns(one)).toEqual(runs);
      });
    });

    it('keeps the newest run of each pipeline and the newest watermark of each table', async () => {
      const [a, b] = ['ingest_a', 'ingest_b'].map((pipeline) => ({
        pipeline,
        runId: '1',
        completedAt: 'then',
      }));
      if (a === undefined || b === undefined) throw new Error('two pipelines');
      await store.writePipeline(a);
      await store.writePipeline(b);
      await store.writePipeline({ ...a, runId: '2' });
      expect(await store.listPipelines()).toEqual([{ ...a, runId: '2' }, b]);
      const watermark = {
        table: 'silver.order',
        refresh: toRefreshNumber(5),
        asOf: 'then',
        sources: { iot: 'then' },
      };
      await store.writeWatermark(watermark);
      await store.writeWatermark({ ...watermark, refresh: toRefreshNumber(2 ** 41) });
      expect(await store.listWatermarks()).toEqual([{ ...watermark, refresh: 2 ** 41 }]);
    });
  });
}
