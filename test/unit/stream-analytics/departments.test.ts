import { SIMULATED_SOURCES, SOURCES } from '../../../src/lib/contracts/source';
import { NO_FAULTS } from '../../../src/lib/simulate/faults';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { startLakehouse } from '../lakehouse/lakehouse-scene';
import { goldColumn, type Mart, MARTS } from './marts';
import { type Arrival, StreamScene, toArrivals, withinPolicy } from './stream-scene';

jest.setTimeout(240_000);

const DAYS = ['2026-11-20', '2026-11-21'] as const;
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000));

function simulate(faults: Partial<typeof NO_FAULTS>): Arrival[] {
  const simulator = createSimulator({ seed });
  const window = { from: new Date(`${DAYS[0]}T00:00:00Z`), to: new Date('2026-11-22T00:00:00Z') };
  return SIMULATED_SOURCES.flatMap((source) => {
    const rates = { eventsPerSecond: 0.01, shopEventsPerSecond: 0.01 };
    const events = simulator.simulate({ source, ...window, ...rates, faults: { ...NO_FAULTS, ...faults } });
    return toArrivals(source, events).filter(({ envelope }) => DAYS.some((day) => dayOf(envelope) === day));
  });
}

/**
 * Without the clicks of visits beyond midnight: a stream counts a visit on each of its days, and Gold on the first,
 * as stream-analytics/marketing.asaql describes.
 */
function withinOneDay(arrivals: readonly Arrival[]): readonly Arrival[] {
  const visitOf = ({ source, envelope }: Arrival): string | undefined =>
    source === 'ecommerce' ? (envelope.data as { readonly sessionId?: string }).sessionId : undefined;
  const days = new Map<string, Set<string>>();
  for (const arrival of arrivals) {
    const visit = visitOf(arrival);
    if (visit === undefined || arrival.envelope.type !== 'ecommerce.clickstream') continue;
    days.set(visit, (days.get(visit) ?? new Set()).add(dayOf(arrival.envelope)));
  }
  return arrivals.filter((arrival) => (days.get(visitOf(arrival) ?? '')?.size ?? 1) === 1);
}

const dayOf = ({ time }: { readonly time: string }): string => new Date(time).toISOString().slice(0, 10);

/** The tables of Gold from which the marts are computed. */
const GOLD = [...new Set(Object.values(MARTS).flatMap(({ gold }) => gold.match(/\bgold\.\w+/g) ?? []))];

/** Two refreshes, each at the end of a day: rows of Gold by output, for each day as they were then. */
class GoldAtNight {
  readonly rows = new Map<string, unknown[][]>();
  private constructor(readonly scene: EngineScene) {}

  static async run(
    arrivals: readonly Arrival[],
    columns: ReadonlyMap<string, Columns>,
  ): Promise<GoldAtNight> {
    const gold = new GoldAtNight(await startLakehouse({ upTo: GOLD }));
    for (const day of DAYS) {
      for (const source of SOURCES) {
        const lines = arrivals
          .filter((arrival) => arrival.source === source && dayOf(arrival.envelope) === day)
          .map(({ envelope, enqueuedAt }) => ({
            contract: envelope.type,
            event: { ...envelope },
            enqueuedTime: new Date(enqueuedAt).toISOString(),
          }));
        if (lines.length > 0) await gold.scene.land(source, lines);
      }
      await gold.scene.refresh();
      for (const [output, mart] of Object.entries(MARTS)) {
        const list = [...(columns.get(output) ?? [])].map(([name, type]) =>
          read(goldColumn(mart, name), type),
        );
        const where = `WHERE CAST(${mart.when} AS DATE) = DATE '${day}'`;
        const rows = await gold.scene.rows(`SELECT ${list.join()} FROM ${mart.gold} AS m ${where}`);
        gold.rows.set(output, [...(gold.rows.get(output) ?? []), ...rows]);
      }
    }
    return gold;
  }
}

type Columns = ReadonlyMap<string, string>;

/** Counts and amounts as integers, times as texts: values that both engines format alike. */
function read(expression: string, type: string): string {
  if (type === 'TIMESTAMP') return `strftime(CAST(${expression} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%f')`;
  return type === 'VARCHAR' || type === 'DOUBLE' ? expression : `CAST(${expression} AS VARCHAR)`;
}

/** Rows by their exact values, each with its doubles. */
function byExactPart(rows: readonly unknown[][], columns: Columns): Map<string, number[]> {
  const types = [...columns.values()];
  return new Map(
    rows
      .map((row): [string, number[]] => [
        JSON.stringify(row.filter((_, at) => types[at] !== 'DOUBLE')),
        row.filter((_, at) => types[at] === 'DOUBLE').map((value) => (value === null ? NaN : Number(value))),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Whether two doubles are the same, except for the order of a sum. NaN is NULL. */
function isSame(value: number, other: number | undefined): boolean {
  if (other === undefined) return false;
  return Number.isNaN(value)
    ? Number.isNaN(other)
    : Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(value));
}

describe.each([
  ['honest events', {}, (arrivals: readonly Arrival[]) => arrivals],
  ['have copies, and late events within the policy', { duplicate: 0.05, late: 0.1 }, withinPolicy],
])('with %s', (_, faults, choose) => {
  const arrivals = [...withinOneDay(choose(simulate(faults)))];
  const columns = new Map<string, Columns>();
  let stream: StreamScene;
  let gold: GoldAtNight;

  beforeAll(async () => {
    stream = await StreamScene.start(arrivals);
    for (const output of Object.keys(MARTS)) columns.set(output, await stream.open(output));
    gold = await GoldAtNight.run(arrivals, columns);
  });
  afterAll(async () => {
    stream.end();
    await gold.scene.end();
  });

  it('have late events, and lose none to the policy', () => {
    expect({ seed, count: withinPolicy(arrivals).length }).toEqual({ seed, count: arrivals.length });
    const late = arrivals.filter(
      ({ envelope, enqueuedAt }) => enqueuedAt - Date.parse(envelope.time) > 150_000,
    );
    expect({ seed, isLate: late.length > 20 }).toEqual({ seed, isLate: 'late' in faults });
  });

  it.each(Object.keys(MARTS))('%s has the rows of Gold', async (output) => {
    const types = columns.get(output) ?? new Map<string, string>();
    const list = [...types].map(([name, type]) => read(`"${name}"`, type));
    const rows = await stream.rows(`SELECT ${list.join()} FROM "${output}"`);
    expect({ seed, output, count: rows.length }).toEqual({
      seed,
      output,
      count: gold.rows.get(output)?.length,
    });
    const actual = byExactPart(rows, types);
    const wanted = byExactPart(gold.rows.get(output) ?? [], types);
    expect({ seed, output, rows: [...actual.keys()] }).toEqual({ seed, output, rows: [...wanted.keys()] });
    expect(wanted.size).toBeGreaterThan(1);
    const different = [...wanted].flatMap(([row, doubles]) => {
      const others = actual.get(row) ?? [];
      return doubles
        .map((value, at) => ({ row, value, other: others[at] }))
        .filter(({ value, other }) => !isSame(value, other));
    });
    expect({ seed, output, different }).toEqual({ seed, output, different: [] });
  });

  it.each(Object.entries(MARTS))(
    '%s has every column of its mart, or a reason why not',
    async (output, mart) => {
      const all = await goldColumns(gold.scene, mart);
      const had = [...(columns.get(output) ?? new Map<string, string>()).keys()];
      const asOf = new Set(had.map((name) => name.replace(/_minor$/, '_amount')));
      const left = Object.keys(mart.leftOut ?? {});
      expect(all.filter((name) => !asOf.has(name) && !left.includes(name))).toEqual([]);
      expect(left.filter((name) => asOf.has(name) || !all.includes(name))).toEqual([]);
    },
  );
});

async function goldColumns(scene: EngineScene, { gold }: Mart): Promise<string[]> {
  const rows = await scene.rows(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${gold} AS m)`);
  return rows.map(([name]) => String(name)).filter((name) => name !== '_refresh');
}
