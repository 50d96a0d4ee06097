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
  /** Whether a refresh was under way when the question was put. */
  readonly refreshing: boolean;
}

/** All views of the last day and a half, at once. */
async function ask(refreshing: boolean): Promise<Moment[]> {
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
  'answers at any moment with exactly the events that it says it holds, whatever part of them is in Gold',
  async () => {
    const moments: Moment[] = [...(await ask(false))];
    const at = new Date(Date.now() - 20 * 60_000);
    for (let round = 0; round < 2; round++) {
      // Devices and customers go on while questions are put, and while a refresh is under way.
      await send(stack, simulateShop(SEED + 2 * round, at, 400));
      moments.push(...(await ask(false)));
      await stack.landed();
      moments.push(...(await ask(false)));
      const id = await startRefresh(stack);
      const later = send(stack, simulateShop(SEED + 2 * round + 1, new Date(at.getTime() + 300_000), 300));
      for (;;) {
        const { state } = await readRefresh(stack, id);
        if (state !== 'running') break;
        moments.push(...(await ask(true)));
      }
      await later;
      expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', reason: null });
      moments.push(...(await ask(false)));
    }
    // At the end the live windows hold everything that the hubs took in.
    await stack.landed();
    await eventually(async () => {
      const last = await ask(false);
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
    // The second refresh ran beside these questions, over batch views of the first.
    expect(new Set(moments.map(({ answer }) => answer.refresh)).size).toBe(3);
  },
  LONG_MILLISECONDS,
);

/** Accepted and quarantined; nothing is quarantined here. */
function countEvents(source: string): number {
  return readAcceptedEvents(stack.dataDirectory, source).length;
}

/** Parts follow each other without a gap, from the beginning of the range to its end. */
function expectTiles({ from, to, parts, watermark }: ServeAnswer): void {
  const times = [from, ...parts.map((part) => part.to)].map((time) => Date.parse(time));
  expect(parts.map((part) => Date.parse(part.from))).toEqual(times.slice(0, -1));
  expect(times.at(-1)).toBe(Date.parse(to));
  const firstLive = parts.find(({ source }) => source === 'live')?.from ?? null;
  expect(watermark).toBe(firstLive);
}
