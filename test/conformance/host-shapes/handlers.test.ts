import { type FunctionMetadata } from '../../../local/functions-host/worker/core-types';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { SIMULATED_SOURCES, SOURCES } from '../../../src/lib/contracts/source';
import { type Action, ACTION } from '../../testing/fixtures/durable-turn';
import { readShapes, type Shape, type ShapeRequest, toRequest } from '../../testing/fixtures/host-shapes';
import { type AppPlatform, loadApp, type LoadedApp } from '../../testing/fixtures/loaded-app';

interface EventShape extends Shape {
  readonly offsets?: readonly string[];
  readonly request: ShapeRequest;
}

interface EventsFile {
  readonly expected: {
    readonly partition: number;
    readonly bodies: readonly string[];
    readonly sequenceNumbers: readonly number[];
    readonly offsets: readonly string[];
    readonly enqueuedTimes: readonly string[];
    readonly properties: readonly (object | null)[];
  };
  readonly shapes: readonly EventShape[];
}

type Requests<Name extends string> = Shape & Readonly<Record<Name, ShapeRequest>>;

const events = readShapes('event-hubs') as EventsFile;
const timers = readShapes('timers') as { shapes: readonly Requests<'request'>[] };
const http = readShapes('http') as { shapes: readonly Requests<'request'>[] };
const activities = readShapes('activities') as { shapes: readonly Requests<'step' | 'run'>[] };
const orchestrations = readShapes('orchestrations') as { shapes: readonly Requests<'refresh' | 'run'>[] };

/** Calls of the app's ports, with their arguments; each call returns an empty answer. */
const calls: { readonly port: string; readonly given: readonly unknown[] }[] = [];

function port<Answer>(name: string, answer: Answer): (...given: unknown[]) => Promise<Answer> {
  return (...given) => {
    calls.push({ port: name, given });
    return Promise.resolve(answer);
  };
}

function perSource<T>(create: (source: string) => T): Record<string, T> {
  return Object.fromEntries(SOURCES.map((source) => [source, create(source)]));
}

/** A platform with features whose ports record their calls. */
function fakePlatform(): AppPlatform {
  const steps = ['begin', 'plan', 'checkQuality', 'finish', 'find', 'read'].map((name) => [
    name,
    port(name, {}),
  ]);
  const runs = ['start', 'poll', 'cancel', 'find'].map((name) => [name, port(name, { outcome: 'later' })]);
  const nothing = { slots: [], redelivered: 0, warnings: [] };
  const clock = { now: () => new Date('2026-11-21T08:15:31Z') };
  const publishers = perSource((source) => ({
    publish: port(`publish ${source}`, { published: 1, failures: [] }),
  }));
  const features: Readonly<Record<string, unknown>> = {
    openContracts: { registry: createRegistry() },
    openIngest: {
      registry: createRegistry(),
      clock,
      maxEventBytes: 262_144,
      maxRecordsPerRequest: 100,
      publishers,
    },
    openLanding: {
      bronzeWriters: perSource((source) => ({ land: port(`land ${source}`, nothing) })),
      sweep: port('sweepLanding', []),
    },
    openLandingAges: {
      ages: { measure: port('measureLandingAge', { ages: [], faults: [] }) },
      gauge: { record: () => undefined },
    },
    openAggregation: {
      handOver: { take: port('handOver', undefined) },
      sweep: port('sweepLive', []),
      noteViewStarts: () => Promise.resolve(),
    },
    openDelivery: {
      deliverer: { deliver: port('deliverWindows', []) },
      onChange: { report: () => undefined },
      sweeper: { sweepWhenDue: () => Promise.resolve() },
    },
    openQuarantineIndex: { advance: port('indexQuarantine', true) },
    openSimulation: {
      config: { seed: 1, faults: undefined, eventsPerSecond: perSource(() => 1) },
      clock,
      simulator: { simulate: () => [] },
      publishers,
    },
    openRefresh: {
      steps: Object.fromEntries(steps) as object,
      runs: Object.fromEntries(runs) as object,
      refreshSemanticModel: port('refreshSemanticModel', undefined),
    },
  };
  return {
    clock,
    isSet: () => true,
    // Timers of the refresh read whether one runs.
    settings: () => {
      calls.push({ port: 'refresh', given: [] });
      return { refresh: undefined };
    },
    use: (open) => {
      const feature = features[open.name];
      if (feature === undefined) throw new Error(`no feature for ${open.name}`);
      return feature;
    },
  };
}

/** Ports that a timer calls, if they do not have its name. */
const ASKED_BY_TIMERS: Readonly<Record<string, string>> = {
  refreshOnSchedule: 'refresh',
  refreshOnArrivals: 'refresh',
  watchRefresh: 'refresh',
  ...Object.fromEntries(
    SIMULATED_SOURCES.map((source) => [`simulate${capitalised(source)}`, `publish ${source}`]),
  ),
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

describe.each([
  ['as the Functions library converts them', false],
  ['with the raw metadata of Event Hubs', true],
])('the functions of the app with the arguments of the Functions worker, %s', (_how, keepsMetadataRaw) => {
  let app: LoadedApp;

  beforeAll(async () => {
    app = await loadApp(fakePlatform(), { keepsMetadataRaw });
  });
  beforeEach(() => {
    calls.length = 0;
  });

  const namesOf = (type: string): [name: string, trigger: string, metadata: FunctionMetadata][] =>
    app.functions.flatMap((metadata) =>
      Object.entries(metadata.bindings)
        .filter(([, binding]) => binding.type === type)
        .map(([trigger]): [string, string, FunctionMetadata] => [metadata.name, trigger, metadata]),
    );
  const run = async (name: string, trigger: string, request: ShapeRequest): Promise<unknown> => {
    const result = await app.run(name, toRequest(request, trigger));
    if (result.kind === 'threw') throw result.thrown;
    return result.response.returnValue;
  };

  it('has a public source for every shape', () => {
    const all = [events, timers, http, activities, orchestrations].flatMap(
      ({ shapes }): readonly Shape[] => shapes,
    );
    for (const { name, sources } of all) {
      expect([name, sources.length > 0]).toEqual([name, true]);
      for (const source of sources)
        expect(source).toMatch(/^https:\/\/(github\.com|learn\.microsoft\.com)\//);
    }
  });

  it.each(events.shapes)('lands a batch in the shape: $name', async ({ request, offsets }) => {
    const { expected } = events;
    const triggered = namesOf('eventHubTrigger');
    expect(triggered).toHaveLength(SOURCES.length);
    for (const [name, trigger] of triggered) {
      calls.length = 0;
      await run(name, trigger, request);
      const [source = ''] = SOURCES.filter((one) => name.endsWith(capitalised(one)));
      const [{ port: asked, given } = { port: '', given: [] }] = calls;
      expect(asked).toBe(`land ${source}`);
      const [partition, received] = given as [number, readonly ReceivedEvent[]];
      expect(partition).toBe(expected.partition);
      expect(
        received.map(({ body, properties, enqueuedTime, ...event }) => ({
          body: body.toString(),
          properties: properties ?? null,
          time: new Date(enqueuedTime).toISOString(),
          offset: event.offset,
          sequenceNumber: event.sequenceNumber,
        })),
      ).toEqual(
        expected.bodies.map((body, index) => ({
          body,
          properties: expected.properties[index] ?? null,
          time: new Date(expected.enqueuedTimes[index] ?? '').toISOString(),
          offset: (offsets ?? expected.offsets)[index],
          sequenceNumber: expected.sequenceNumbers[index],
        })),
      );
    }
  });

  it.each(timers.shapes)('runs a timer in the shape: $name', async ({ request }) => {
    for (const [name, trigger, { bindings }] of namesOf('timerTrigger')) {
      calls.length = 0;
      // The client of durable functions is an additional input; no timer of this test uses it.
      const client = Object.keys(bindings).filter((binding) => bindings[binding]?.type === 'durableClient');
      const result = await app.run(name, {
        ...toRequest(request, trigger),
        inputData: [
          { name: trigger, data: request.inputData },
          ...client.map((binding) => ({ name: binding, data: { json: CLIENT } })),
        ],
      });
      expect([name, result.kind === 'threw' ? result.thrown : 'returned']).toEqual([name, 'returned']);
      const asked = ASKED_BY_TIMERS[name] ?? name;
      // A simulator publishes the events between two ticks: none at the first tick.
      if (!asked.startsWith('publish'))
        expect([name, calls.map((call) => call.port)]).toEqual([name, [asked]]);
    }
  });

  it.each(http.shapes)('ingests a record over HTTP in the shape: $name', async ({ request }) => {
    const value = (await run('ingest', triggerOf(app, 'ingest'), request)) as {
      http: { statusCode: string; body: { bytes: Uint8Array } };
    };
    expect([value.http.statusCode, Buffer.from(value.http.body.bytes).toString()]).toEqual([
      '202',
      expect.stringContaining('"accepted":1'),
    ]);
    expect(calls.map((call) => call.port)).toEqual(['publish iot']);
  });

  it.each(activities.shapes)('runs an activity in the shape: $name', async ({ step, run: ofRun }) => {
    const names = namesOf('activityTrigger');
    expect(names.length).toBeGreaterThan(0);
    for (const [name, trigger] of names) {
      calls.length = 0;
      const isOfRun = name.endsWith('Run');
      await run(name, trigger, isOfRun ? ofRun : step);
      const given = JSON.stringify(calls.map((call) => call.given));
      expect([name, given.includes(isOfRun ? '"name":"medallion"' : '"r-1"')]).toEqual([name, true]);
    }
  });

  it.each(orchestrations.shapes)(
    'runs the first turn of an orchestration in the shape: $name',
    async (shape) => {
      const first = {
        refreshMedallion: 'refreshBegin',
        runJob: 'refreshStartRun',
        runPipeline: 'refreshStartRun',
      };
      const names = namesOf('orchestrationTrigger');
      expect(names.map(([name]) => name).sort()).toEqual(Object.keys(first).sort());
      for (const [name, trigger] of names) {
        const value = (await run(name, trigger, name.startsWith('run') ? shape.run : shape.refresh)) as {
          json: string;
        };
        const { actions } = JSON.parse(value.json) as { actions: Action[][] };
        expect(actions.flat().map(({ actionType, functionName }) => [actionType, functionName])).toEqual([
          [ACTION.callActivityWithRetry, first[name as keyof typeof first]],
        ]);
      }
    },
  );
});

const CLIENT = JSON.stringify({
  taskHubName: 'sluice',
  creationUrls: {},
  managementUrls: {},
  baseUrl: 'http://127.0.0.1:1',
  rpcBaseUrl: 'http://127.0.0.1:1/',
  requiredQueryStringParameters: '',
});

function triggerOf(app: LoadedApp, name: string): string {
  const bindings = app.functions.find((one) => one.name === name)?.bindings ?? {};
  return Object.keys(bindings).find((binding) => bindings[binding]?.direction === 'in') ?? '';
}
