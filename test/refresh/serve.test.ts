import { ended, LONG_MILLISECONDS, readRefresh, startRefresh } from '../testing/fixtures/lakehouse';
import {
  answeredRows,
  type BronzeEvent,
  expectedRows,
  readAcceptedEvents,
  type ServeAnswer,
} from '../testing/fixtures/recompute-answer';
import { send, simulateShop } from '../testing/fixtures/simulated-shop';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';

const VIEWS = [
  ['iot_telemetry', 'iot'],
  ['ecommerce_order', 'ecommerce'],
  ['ecommerce_clickstream', 'ecommerce'],
  ['customers_profile', 'customers'],
  ['logistics_shipment', 'logistics'],
] as const;
const SEED = 20_261_122;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true });
});

afterAll(async () => {
  await stack.end();
});

interface Moment {
  readonly source: string;
  readonly answer: ServeAnswer;
  /** Whether a refresh was running when the request was sent. */
  readonly refreshing: boolean;
}

/** Requests all views of the last 36 hours together. */
async function readViews(refreshing: boolean): Promise<Moment[]> {
  const to = Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000;
  const range = `from=${new Date(to - 36 * 3_600_000).toISOString()}&to=${new Date(to).toISOString()}&by=minute`;
  return Promise.all(
    VIEWS.map(async ([view, source]) => {
      const keys = view === 'customers_profile' ? '' : `,${KEYS[view]}`;
      const response = await stack.api(`serve/${view}?${range}${keys}`);
      if (!response.ok) throw new Error(`${view}: ${response.status} ${await response.text()}`);
      return { source, answer: (await response.json()) as ServeAnswer, refreshing };
    }),
  );
}

const KEYS = {
  iot_telemetry: 'site_code',
  ecommerce_order: 'country,currency',
  ecommerce_clickstream: 'device_class',
  logistics_shipment: 'carrier_code',
} as const;

it(
  'answers with exactly the events up to `asOf`, before, during and after refreshes',
  async () => {
    const moments: Moment[] = [...(await readViews(false))];
    const at = new Date(Date.now() - 20 * 60_000);
    for (let round = 0; round < 2; round++) {
      // Events keep coming between requests and during the refresh.
      await send(stack, simulateShop(SEED + 2 * round, at, 400));
      moments.push(...(await readViews(false)));
      await stack.landed();
      moments.push(...(await readViews(false)));
      const id = await startRefresh(stack);
      const later = send(stack, simulateShop(SEED + 2 * round + 1, new Date(at.getTime() + 300_000), 300));
      for (;;) {
        const { state } = await readRefresh(stack, id);
        if (state !== 'running') break;
        moments.push(...(await readViews(true)));
      }
      await later;
      expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', reason: null });
      moments.push(...(await readViews(false)));
    }
    // At the end, live windows include all events of the hubs.
    await stack.landed();
    await eventually(async () => {
      const last = await readViews(false);
      moments.push(...last);
      return last.every(({ source, answer }) => {
        const held = answer.asOf.reduce((sum, { sequenceNumber }) => sum + sequenceNumber + 1, 0);
        return held === countEvents(source);
      });
    }, 'every event is in an answer');

    const bySource = new Map<string, BronzeEvent[]>(
      VIEWS.map(([, source]) => [source, readAcceptedEvents(stack.dataDirectory, source)]),
    );
    for (const { source, answer } of moments) {
      expect(answeredRows(answer)).toEqual(expectedRows(answer, bySource.get(source) ?? []));
      expectTiles(answer);
    }
    const mixed = moments.filter(({ answer }) => new Set(answer.parts.map((part) => part.source)).size === 2);
    expect(mixed.length).toBeGreaterThan(0);
    expect(
      moments.filter(({ refreshing, answer }) => refreshing && answer.rows.length > 0).length,
    ).toBeGreaterThan(5);
    // Requests ran beside the second refresh, over batch views of the first.
    expect(new Set(moments.map(({ answer }) => answer.refresh)).size).toBe(3);
  },
  LONG_MILLISECONDS,
);

/** @returns the events of a source in Bronze; none is quarantined in this test */
function countEvents(source: string): number {
  return readAcceptedEvents(stack.dataDirectory, source).length;
}

/** Expects the parts to cover the range without gaps. */
function expectTiles({ from, to, parts, watermark }: ServeAnswer): void {
  const times = [from, ...parts.map((part) => part.to)].map((time) => Date.parse(time));
  expect(parts.map((part) => Date.parse(part.from))).toEqual(times.slice(0, -1));
  expect(times.at(-1)).toBe(Date.parse(to));
  const firstLive = parts.find(({ source }) => source === 'live')?.from ?? null;
  expect(watermark).toBe(firstLive);
}
