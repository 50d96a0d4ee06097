import { PowerBiSink } from '../../../../../src/lib/live/sinks/power-bi/power-bi-sink';
import { type RowTarget, type RowTargets } from '../../../../../src/lib/live/sinks/power-bi/power-bi-rows';
import { type PowerBiRow } from '../../../../../src/lib/live/sinks/power-bi/to-power-bi-row';
import {
  PUSH_DATASET_LIMITS,
  type PowerBiLimits,
} from '../../../../../src/lib/live/sinks/power-bi/power-bi-limits';
import { SluiceError } from '../../../../../src/lib/platform/errors';
import { ManualClock } from '../../../../testing/fakes/manual-clock';
import { windowRows } from '../../../../testing/fixtures/window-rows';

interface Sent {
  readonly view: string;
  readonly rows: readonly PowerBiRow[];
}

/** A Power BI of one dataset that fails on demand. */
class ScriptedRows implements RowTargets {
  readonly sent: Sent[] = [];
  readonly failures: (Error | undefined)[] = [];
  readonly hidden = new Set<string>();

  constructor(readonly limits: PowerBiLimits = PUSH_DATASET_LIMITS) {}

  find(view: string): Promise<RowTarget | undefined> {
    if (this.hidden.has(view)) return Promise.resolve(undefined);
    return Promise.resolve({
      dataset: 'one',
      post: (rows) => {
        const failure = this.failures.shift();
        if (failure !== undefined) return Promise.reject(failure);
        this.sent.push({ view, rows });
        return Promise.resolve();
      },
    });
  }

  get keys(): readonly unknown[] {
    return this.sent.flatMap(({ rows }) => rows.map((row) => row['site_code']));
  }
}

function scene(limits?: PowerBiLimits) {
  const clock = new ManualClock();
  const targets = new ScriptedRows(limits);
  const pauses: number[] = [];
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    clock.advance(milliseconds / 1000);
    return Promise.resolve();
  };
  return { clock, targets, pauses, sink: new PowerBiSink({ targets, clock, pause }) };
}

const refused = new SluiceError('power_bi_refused', 'no such table', { kind: 'permanent' });
const busy = (seconds: number): SluiceError =>
  new SluiceError('power_bi_unavailable', 'busy', {
    kind: 'transient',
    data: { status: 429, retryAfterSeconds: seconds },
  });

test('sends the rows of each view to its table, at most 10,000 a request', async () => {
  const { sink, targets } = scene();
  await sink.write([...windowRows(10_001), ...windowRows(1, { view: 'ecommerce_order' })]);
  expect(targets.sent.map(({ view, rows }) => [view, rows.length])).toEqual([
    ['iot_telemetry', 10_000],
    ['iot_telemetry', 1],
    ['ecommerce_order', 1],
  ]);
});

test('skips a view without a target in Power BI', async () => {
  const { sink, targets } = scene();
  targets.hidden.add('ecommerce_order');
  await sink.write([...windowRows(1, { view: 'ecommerce_order' }), ...windowRows(1)]);
  expect(targets.sent.map(({ view }) => view)).toEqual(['iot_telemetry']);
});

test('waits for a short time itself, and throws for a longer wait', async () => {
  const limits = {
    ...PUSH_DATASET_LIMITS,
    rowsPerRequest: 1,
    rates: [
      { seconds: 1, requests: 2 },
      { seconds: 60, requests: 4 },
    ],
  };
  const { sink, targets, pauses, clock } = scene(limits);
  await expect(sink.write(windowRows(6))).rejects.toMatchObject({
    code: 'power_bi_unavailable',
    kind: 'transient',
    data: { retryAfterSeconds: 59 },
  });
  expect(pauses).toEqual([1001]);
  expect(targets.keys).toEqual(['S0', 'S1', 'S2', 'S3']);

  clock.advance(60);
  await sink.write(windowRows(6));
  expect(targets.keys).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5']);
});

test('sends a backlog larger than the limits completely, each row once', async () => {
  const limits = { ...PUSH_DATASET_LIMITS, rowsPerRequest: 3, rates: [{ seconds: 60, rows: 10 }] };
  const { sink, targets, clock } = scene(limits);
  for (let calls = 0; ; calls += 1) {
    expect(calls).toBeLessThan(20);
    try {
      await sink.write(windowRows(50));
      break;
    } catch (error) {
      clock.advance(Number((error as SluiceError).data['retryAfterSeconds']));
    }
  }
  expect(targets.keys).toEqual(windowRows(50).map(({ keys }) => keys['site_code']));
});

test('sends a row that changed meanwhile, and rows of an earlier successful call again', async () => {
  const { sink, targets } = scene();
  targets.failures.push(undefined, busy(1));
  await expect(
    sink.write([...windowRows(1), ...windowRows(1, { view: 'ecommerce_order' })]),
  ).rejects.toMatchObject({ kind: 'transient' });
  await sink.write(windowRows(1));
  expect(targets.sent).toHaveLength(1);

  await sink.write(windowRows(1));
  expect(targets.sent).toHaveLength(1 + 1);
  await sink.write(windowRows(1, { events: 2 }));
  expect(targets.sent.at(-1)?.rows[0]).toMatchObject({ events: 2, revision: 2 });
});

test('sends no request before the time that the service returned', async () => {
  const { sink, targets, clock } = scene();
  targets.failures.push(busy(30));
  await expect(sink.write(windowRows(1))).rejects.toMatchObject({ data: { status: 429 } });
  clock.advance(27);
  await expect(sink.write(windowRows(1))).rejects.toMatchObject({ data: { retryAfterSeconds: 3 } });
  expect(targets.sent).toHaveLength(0);
  clock.advance(3);
  await sink.write(windowRows(1));
  expect(targets.sent).toHaveLength(1);
});

test('continues with other tables after one is refused', async () => {
  const { sink, targets } = scene();
  const rows = [...windowRows(1), ...windowRows(1, { view: 'ecommerce_order' })];
  targets.failures.push(refused);
  await expect(sink.write(rows)).rejects.toBe(refused);
  expect(targets.sent.map(({ view }) => view)).toEqual(['ecommerce_order']);
  // After the fix, its rows are sent; those of the other table are not sent again.
  await sink.write(rows);
  expect(targets.sent.map(({ view }) => view)).toEqual(['ecommerce_order', 'iot_telemetry']);
});
