import { createDataset } from '../../../../src/lib/live/sinks/power-bi/create-dataset';
import { PowerBiSink } from '../../../../src/lib/live/sinks/power-bi/power-bi-sink';
import { TokenRows } from '../../../../src/lib/live/sinks/power-bi/token-rows';
import { createRegistry } from '../../../../src/lib/contracts/registry';
import { type WindowRow } from '../../../../src/lib/live/ports';
import { toPowerBiTable } from '../../../../src/lib/live/sinks/power-bi/to-power-bi-table';
import { type View, viewsOf } from '../../../../src/lib/live/windows/view';
import { at } from '../../../../src/lib/platform/at';
import { type SluiceError } from '../../../../src/lib/platform/errors';
import { PowerBiFixture } from '../../../conformance/power-bi/power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const VIEWS = viewsOf(createRegistry());

/** The push dataset of the contracts, and the sink that writes to it. Both use the clock of the fixture. */
async function scene(): Promise<{ sink: PowerBiSink; rows: (view: string) => readonly object[] }> {
  const options = {
    endpoint: fixture.service.endpoint,
    credential: fixture.credential,
    workspaceId: fixture.service.workspaceId,
    clock: fixture.clock,
  };
  const tables = VIEWS.map(({ name, windows }) => toPowerBiTable(name, windows));
  const { datasetId } = await createDataset({ ...options, name: 'Live', tables });
  const sink = new PowerBiSink({
    targets: new TokenRows({ ...options, datasetId }),
    clock: fixture.clock,
    pause: (milliseconds) => {
      fixture.clock.advance(milliseconds / 1000);
      return Promise.resolve();
    },
  });
  return { sink, rows: (view) => fixture.service.rows(datasetId, view) };
}

function windowOf({ name, windows }: View, events: number): WindowRow {
  return {
    view: name,
    windowStart: '2026-11-21T09:00:00.000Z',
    windowEnd: '2026-11-21T09:01:00Z',
    keys: Object.fromEntries(windows.keys.map((key) => [key.name, 'unknown'])),
    events,
    values: Object.fromEntries(
      windows.values.map(({ name: value, aggregate }, index) => [
        value,
        aggregate === 'count' ? events : index % 2 === 0 ? 1.5 : null,
      ]),
    ),
  };
}

test('writes a window of each view of the contracts into its table', async () => {
  const { sink, rows } = await scene();
  await sink.write(VIEWS.map((view) => windowOf(view, 3)));
  for (const view of VIEWS) expect(rows(view.name)).toMatchObject([{ events: 3, revision: 3 }]);
});

test('sends the revision with each row, so that readers can keep the newest one', async () => {
  const { sink, rows } = await scene();
  const view = at(VIEWS, 0);
  for (const events of [1, 2, 2, 5, 3]) await sink.write([windowOf(view, events)]);
  const kept = rows(view.name) as readonly { readonly revision: number }[];
  expect(kept.map(({ revision }) => revision)).toEqual([1, 2, 2, 5, 3]);
  const newest = kept.reduce((best, row) => (row.revision > best.revision ? row : best));
  expect(newest).toMatchObject(windowOf(view, 5).values);
});

test('waits before the service would refuse a request, when 150 requests follow each other', async () => {
  const { sink, rows } = await scene();
  const view = at(VIEWS, 0);
  const waits: number[] = [];
  for (let call = 1; call <= 150; call += 1) {
    try {
      await sink.write([windowOf(view, call)]);
    } catch (error) {
      const { data } = error as SluiceError;
      // The sink calculated this wait. An answer of the service has a status.
      expect(data['status']).toBeUndefined();
      waits.push(Number(data['retryAfterSeconds']));
      fixture.clock.advance(Number(data['retryAfterSeconds']));
      call -= 1;
    }
  }
  expect(waits).toEqual([61]);
  expect(rows(view.name)).toHaveLength(150);
});

test('names a table that the dataset does not have, and writes the rows of the others', async () => {
  const { sink, rows } = await scene();
  const [first, second] = VIEWS as [View, View];
  const unknown = { ...windowOf(first, 1), view: 'no_such_view' };
  await expect(sink.write([unknown, windowOf(second, 1)])).rejects.toMatchObject({
    code: 'power_bi_refused',
    kind: 'permanent',
    message: expect.stringContaining('no_such_view') as string,
  });
  expect(rows(second.name)).toHaveLength(1);
});

test('writes rows twice when the answer of the first request is lost', async () => {
  const { sink, rows } = await scene();
  const view = at(VIEWS, 0);
  fixture.faults.inject({ kind: 'lose-reply' });
  await expect(sink.write([windowOf(view, 1)])).rejects.toMatchObject({ kind: 'transient' });
  await sink.write([windowOf(view, 1)]);
  expect(rows(view.name)).toHaveLength(2);
});

test.each([429, 503])(
  'sends nothing before Retry-After has passed when the service answers %d',
  async (status) => {
    const { sink, rows } = await scene();
    const view = at(VIEWS, 0);
    fixture.faults.inject(
      { kind: 'fail', status, code: 'Busy', retryAfterSeconds: 20 },
      { operation: 'PostRows' },
    );
    await expect(sink.write([windowOf(view, 1)])).rejects.toMatchObject({
      data: { status, retryAfterSeconds: 20 },
    });
    fixture.clock.advance(10);
    await expect(sink.write([windowOf(view, 1)])).rejects.toMatchObject({ data: { retryAfterSeconds: 10 } });
    expect(rows(view.name)).toEqual([]);
    fixture.clock.advance(10);
    await sink.write([windowOf(view, 1)]);
    expect(rows(view.name)).toHaveLength(1);
  },
);
