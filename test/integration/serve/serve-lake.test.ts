import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { DeltaReader } from '../../../src/lib/serve/gold/delta/delta-reader';
import { TableBlobs } from '../../../src/lib/serve/gold/delta/table-blobs';
import { PlanFiles } from '../../../src/lib/refresh/store/plan-files';
import { createServe, type Serve } from '../../../src/lib/serve/open-serve';
import { createPlanReader } from '../../../src/lib/serve/plan-reader';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { createGoldHandler, createGoldListHandler } from '../../../src/lib/serve/gold/http';
import { guarded } from '../../../src/lib/platform/http/guarded';
import { createServeHandler, createServeListHandler } from '../../../src/lib/serve/http';
import { type Answer } from '../../../src/lib/serve/api';
import { WindowAggregator } from '../../../src/lib/live/windows/window-aggregator';
import { LandingAggregator, NO_GUARD } from '../../unit/live/windows/live-scene';
import { MemoryBronze } from '../../unit/live/windows/memory-bronze';
import { viewsOf } from '../../../src/lib/live/windows/view';
import { type HubGeneration, toSequenceNumber } from '../../../src/lib/event-log/positions';
import { EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { MemoryLiveState } from '../../testing/fakes/memory-live-state';
import {
  answeredRows,
  expectedRows,
  readAcceptedEvents,
  type ServeAnswer,
} from '../../testing/fixtures/recompute-answer';
import { ROOT } from '../../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../../testing/fixtures/telemetry';

jest.setTimeout(180_000);

const HUB_GENERATION = '20260228T000000000Z' as HubGeneration;
const START = Date.parse('2026-03-01T00:00:00Z');
const MINUTE = 60_000;
const MODELS = [
  'generated/bronze.json',
  'silver/iot/iot_telemetry.sql',
  'gold/windows/window_iot_telemetry.sql',
];

interface Published {
  readonly event: Record<string, unknown>;
  readonly enqueuedTime: number;
}

/** A lake with the project's models, live windows in memory, and the serving layer over both. */
class ServeScene {
  readonly engine: EngineScene;
  readonly serve: Serve;
  readonly #gold: DeltaReader;
  readonly #clock = { now: () => new Date(this.now) };
  readonly #log: Published[][] = [[], []];
  readonly #landed = [0, 0];
  readonly #aggregated = [0, 0];
  readonly #aggregator: LandingAggregator;
  now = START + 30 * MINUTE;
  #count = 0;

  constructor(engine: EngineScene) {
    this.engine = engine;
    const registry = createRegistry();
    const views = viewsOf(registry);
    const live = new MemoryLiveState(views);
    // The slots of the lake have the same events; these are in memory, in other slots.
    const bronze = new MemoryBronze(
      createEventValidator({ registry, source: 'iot', maxEventBytes: 262_144 }),
    );
    bronze.hubGeneration = HUB_GENERATION;
    const windows = new WindowAggregator({
      views: viewsOf(registry, 'iot'),
      store: live,
      slots: bronze,
      guard: NO_GUARD,
      clock: { now: () => new Date(this.now) },
      pause: () => Promise.resolve(),
      retentionHours: 48,
      maxGroups: 2000,
      tracksChanges: false,
    });
    this.#aggregator = new LandingAggregator(bronze, windows);
    const lake = { kind: 'connectionString', connectionString: engine.lake.connectionString } as const;
    this.#gold = new DeltaReader({ blobs: new TableBlobs(lake, 'gold'), clock: this.#clock });
    this.serve = createServe({
      catalog: registry,
      windows: live,
      starts: { listStarts: () => Promise.resolve(new Map()) },
      batch: { tables: this.#gold, plans: createPlanReader(new PlanFiles(lake, 'gold')) },
    });
  }

  /** Publishes readings of both partitions, some late and some twice. */
  publish(readings: number): void {
    for (let index = 0; index < readings; index += 1) {
      const number = (this.#count += 1);
      this.now += 7000;
      const partition = number % 2;
      const lateness = number % 11 === 0 ? 25 * MINUTE : (number % 5) * 1000;
      const time = new Date(this.now - lateness).toISOString();
      const data = telemetry(`r-${number}`, {
        measuredAt: time,
        ...(number % 6 !== 0 && {
          site: { siteCode: `S${number % 3}`, country: 'DE', latitude: 53.6, longitude: 9.9 },
        }),
        metrics: {
          ...(number % 4 !== 0 && { temperatureCelsius: (number % 700) / 10 - 12.34 }),
          ...(number % 3 === 0 && { powerWatts: number * 1.001 }),
          batteryPercent: number % 100,
        },
        status: number % 9 === 0 ? 'fault' : number % 7 === 0 ? 'degraded' : 'ok',
      });
      const published = { event: telemetryEvent(`r-${number}`, { time, data }), enqueuedTime: this.now };
      const log = this.#log[partition] ?? [];
      log.push(published);
      if (number % 10 === 0) log.push({ ...published, enqueuedTime: (this.now += 1) });
    }
  }

  async land(): Promise<void> {
    for (const [partition, log] of this.#log.entries()) {
      const lines = log.slice(this.#landed[partition]).map(({ event, enqueuedTime }) => ({
        contract: 'iot.telemetry',
        event,
        enqueuedTime: new Date(enqueuedTime).toISOString(),
      }));
      if (lines.length > 0) await this.engine.land('iot', lines, partition, HUB_GENERATION);
      this.#landed[partition] = log.length;
    }
  }

  async aggregate(): Promise<void> {
    for (const [partition, log] of this.#log.entries()) {
      const events = log.map(({ event, enqueuedTime }, number) => ({
        sequenceNumber: toSequenceNumber(number),
        offset: String(number),
        enqueuedTime,
        contentType: 'application/cloudevents+json',
        properties: undefined,
        body: Buffer.from(JSON.stringify(event)),
      }));
      await this.#aggregator.aggregate(partition, events.slice(this.#aggregated[partition]));
      this.#aggregated[partition] = log.length;
    }
  }

  async get(path: string, params: Record<string, string> = {}): Promise<{ status: number; body: unknown }> {
    const serve = () => this.serve;
    const gold = () => this.#gold;
    const [, , route = '', name] = new URL(path, 'https://app.example').pathname.split('/');
    const handlers = {
      serve: name === undefined ? createServeListHandler(serve) : createServeHandler(serve, this.#clock),
      gold: name === undefined ? createGoldListHandler(gold) : createGoldHandler(gold),
    };
    const handler = handlers[route as keyof typeof handlers];
    const request = new HttpRequest({
      method: 'GET',
      url: `https://app.example${path}`,
      params: { ...(name !== undefined && { view: name, table: name }), ...params },
    });
    const response = await guarded(handler)(
      request,
      new InvocationContext({ functionName: route, logHandler: () => undefined }),
    );
    const { status = 200, body } = response as { status?: number; body?: string };
    return { status, body: JSON.parse(body ?? 'null') as unknown };
  }

  async readAnswer(query = ''): Promise<Answer & ServeAnswer> {
    const range = `from=${new Date(START - 60 * MINUTE).toISOString()}&to=${new Date(this.now).toISOString()}`;
    const { status, body } = await this.get(`/api/serve/iot_telemetry?${range}${query}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as Answer & ServeAnswer;
  }

  /** Checks that the answer by minute and all keys has the sums of the events up to its `asOf`. */
  async check(): Promise<Answer> {
    const answer = await this.readAnswer();
    // Live windows may include events that have not landed. They land now, because the sums are recomputed from Bronze.
    await this.land();
    const events = readAcceptedEvents(this.engine.directory, 'iot');
    expect(answeredRows(answer)).toEqual(expectedRows(answer, events));
    expect(answer.incomplete).toEqual([]);
    return answer;
  }
}

describe('serving over a lake', () => {
  let scene: ServeScene;
  beforeAll(async () => {
    const engine = await EngineScene.start({});
    for (const path of MODELS)
      cpSync(join(ROOT, 'lakehouse/models', path), join(engine.modelsDirectory, path), { recursive: true });
    scene = new ServeScene(engine);
  });
  afterAll(() => scene.engine.end());

  const sources = ({ parts }: Answer): string =>
    [...new Set(parts.map(({ source }) => source))].sort().join(' ');
  const failures = (results: Record<string, { error: string | null }>): (string | null)[] =>
    Object.values(results).flatMap(({ error }) => error ?? []);

  it('answers from live windows alone before the first refresh', async () => {
    expect(await scene.readAnswer()).toMatchObject({
      refresh: null,
      watermark: expect.any(String) as string,
      rows: [],
    });
    scene.publish(40);
    await scene.land();
    await scene.aggregate();
    const answer = await scene.check();
    expect([answer.refresh, sources(answer), answer.rows.length > 10]).toEqual([null, 'live', true]);
  });

  it('counts each event once at every step of a refresh', async () => {
    const { engine } = scene;
    for (let round = 0; round < 3; round += 1) {
      scene.publish(30);
      await scene.land();
      const refresh = await engine.plan();
      // The plan exists; the tables do not include it yet.
      await scene.aggregate();
      const before = (await scene.check()).refresh;
      scene.publish(12);
      await scene.aggregate();
      // Silver includes the plan; the batch view does not yet.
      expect(failures(await engine.run(refresh, 'silver/iot'))).toEqual([]);
      expect((await scene.check()).refresh).toBe(before);
      expect(failures(await engine.run(refresh, 'gold/windows'))).toEqual([]);
      const after = await scene.check();
      expect([after.refresh, sources(after), after.liveBehind]).toEqual([refresh, 'batch live', false]);
      scene.publish(5);
      await scene.aggregate();
      await scene.check();
    }
  });

  it('answers from the batch view alone while live windows are behind it', async () => {
    const { engine } = scene;
    scene.publish(20);
    await scene.land();
    await engine.refresh('silver/iot,gold/windows');
    const behind = await scene.check();
    expect([sources(behind), behind.liveBehind, behind.watermark]).toEqual(['batch', true, null]);
    await scene.aggregate();
    const caughtUp = await scene.check();
    expect([sources(caughtUp), caughtUp.liveBehind]).toEqual(['batch', false]);
    expect(caughtUp.rows).toEqual(behind.rows);
  });

  it('returns the same sums by minute, hour and day, with and without keys', async () => {
    scene.publish(10);
    await scene.aggregate();
    const minutes = await scene.readAnswer();
    const all = minutes.rows.reduce((sum, { events }) => sum + events, 0);
    for (const by of ['minute', 'hour', 'hour,site_code', 'day', 'day,site_code']) {
      const { rows } = await scene.readAnswer(`&by=${by}`);
      expect([by, rows.reduce((sum, { events }) => sum + events, 0)]).toEqual([by, all]);
    }
    const day = await scene.readAnswer('&by=day&site_code=HAM');
    const ofSite = minutes.rows.filter(({ keys }) => keys['site_code'] === 'HAM');
    expect(day.rows.reduce((sum, { events }) => sum + events, 0)).toBe(
      ofSite.reduce((sum, { events }) => sum + events, 0),
    );
    expect(day.rows.some(({ source }) => source === 'both')).toBe(true);
  });

  it('lists the views, also in the answer for an unknown view', async () => {
    const { body } = await scene.get('/api/serve');
    expect(body).toMatchObject({
      views: expect.arrayContaining([
        expect.objectContaining({ view: 'iot_telemetry', keys: ['site_code'], seconds: 10, batch: true }),
      ]) as unknown[],
    });
    expect(await scene.get('/api/serve/nothing')).toMatchObject({
      status: 404,
      body: { code: 'serve_view_unknown', detail: expect.stringContaining('iot_telemetry') as string },
    });
  });

  it('returns tables of Gold and their rows, and 404 for other tables', async () => {
    const { body } = await scene.get('/api/gold');
    expect(body).toMatchObject({
      tables: [
        {
          table: 'window_iot_telemetry',
          partitionedBy: ['window_date'],
          refresh: expect.any(Number) as number,
          rows: expect.any(Number) as number,
        },
      ],
    });
    const found = await scene.get('/api/gold/window_iot_telemetry?limit=3&orderBy=-window_start&code=key');
    const { rows, columns, truncated } = found.body as {
      rows: Record<string, unknown>[];
      columns: { name: string; description: string | null }[];
      truncated: boolean;
    };
    expect([rows.length, truncated]).toEqual([3, true]);
    expect(rows[0]).toMatchObject({
      window_date: '2026-03-01',
      window_start: expect.stringMatching(/^2026-03-01T\d\d:\d\d:00\.000Z$/) as string,
      events: expect.any(Number) as number,
      temperature_celsius_average_sum: expect.any(Number) as number,
    });
    expect(columns.find(({ name }) => name === 'events')?.description).toMatch(/Events of the window/);
    expect(columns.some(({ name }) => name === '_refresh')).toBe(false);
    const starts = rows.map((row) => String(row['window_start']));
    expect(starts).toEqual([...starts].sort().reverse());
    const none = await scene.get('/api/gold/window_iot_telemetry?from=2026-03-02');
    expect(none.body).toMatchObject({ rows: [], truncated: false });
    for (const table of ['iot_telemetry', '_refresh', '..%2Fsilver%2Fiot_telemetry'])
      expect((await scene.get(`/api/gold/${table}`)).status).toBe(404);
  });
});
