import { SpanKind } from '@opentelemetry/api';
import { telemetry as reading, telemetryEvent } from '../../testing/fixtures/telemetry';
import { PipelineScene } from './pipeline-scene';
import { idOf, linksOf, recordTelemetry, type RecordedTelemetry, traceOf } from './recorded-telemetry';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE = CALLER.slice(3, 35);

const eventsOf = (scene: PipelineScene): { traceparent?: string }[] =>
  scene.hub.eventsOf('0').map(({ body }) => JSON.parse(body.toString()) as { traceparent?: string });

describe('with telemetry on', () => {
  let recorded: RecordedTelemetry;
  let scene: PipelineScene;

  beforeEach(async () => {
    recorded = await recordTelemetry();
    scene = new PipelineScene();
  });
  afterEach(() => recorded.close());

  it('traces an event from the request to its slot, and links the refresh to it', async () => {
    await scene.ingest([reading('r-1')], { traceparent: CALLER });
    await scene.land();
    const refresh = await scene.refresh();

    const http = recorded.span('POST /api/ingest/{source}/{event}');
    expect(http).toMatchObject({
      kind: SpanKind.SERVER,
      parentSpanContext: { spanId: CALLER.slice(36, 52) },
    });
    const send = recorded.span('send iot');
    expect(send).toMatchObject({ kind: SpanKind.PRODUCER, parentSpanContext: { spanId: idOf(http) } });
    expect(eventsOf(scene)).toMatchObject([{ traceparent: `00-${TRACE}-${idOf(send)}-01` }]);

    const [event, batch] = recorded
      .spans()
      .filter(({ name }) => name === 'land iot')
      .sort((a, b) => Number(traceOf(b) === TRACE) - Number(traceOf(a) === TRACE));
    if (event === undefined || batch === undefined) throw new Error('nothing landed');
    const [slot] = [...scene.lake.objects.values()];
    expect(event).toMatchObject({
      kind: SpanKind.CONSUMER,
      parentSpanContext: { traceId: TRACE, spanId: idOf(send) },
      attributes: {
        'sluice.slot.path': slot?.path,
        'sluice.sequence_number': 0,
        'sluice.verdict': 'accepted',
        'sluice.contract': 'urn:sluice:contract:iot.telemetry:1',
        'messaging.destination.partition.id': '0',
      },
    });
    expect([traceOf(http), traceOf(send), traceOf(event)]).toEqual([TRACE, TRACE, TRACE]);
    expect(linksOf(event)).toEqual([idOf(batch)]);
    expect(linksOf(batch)).toEqual([idOf(send)]);
    expect(slot?.metadata['traceparent']).toBe(`00-${traceOf(batch)}-${idOf(batch)}-01`);

    expect(linksOf(recorded.span('refresh plan'))).toEqual([idOf(batch)]);
    const start = recorded.span('refresh start');
    const inRefresh = recorded.spans().filter((span) => traceOf(span) === traceOf(start));
    expect(inRefresh.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'refresh begin',
        'refresh plan',
        'refresh job start',
        'refresh job poll',
        'run job',
        'task silver',
        'refresh checkQuality',
        'refresh finish',
        'refresh',
      ]),
    );
    for (const span of inRefresh.filter(({ name }) => !name.startsWith('task'))) {
      expect(span.attributes).toMatchObject({ 'sluice.refresh.id': refresh });
    }
  });

  it('links a refresh to new batches only', async () => {
    await scene.ingest([reading('r-1')]);
    await scene.land();
    await scene.refresh();
    await scene.refresh();
    expect(
      recorded
        .spans()
        .filter(({ name }) => name === 'refresh plan')
        .map((span) => span.links.length),
    ).toEqual([1, 0]);
  });

  it('begins a trace when the caller sends none, and keeps the trace of an event that has one', async () => {
    await scene.ingest([reading('r-1')]);
    expect(eventsOf(scene)[0]?.traceparent).toBe(
      `00-${traceOf(recorded.span('send iot'))}-${idOf(recorded.span('send iot'))}-01`,
    );
    await scene.ingest([telemetryEvent('r-2', { traceparent: CALLER })], {
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(eventsOf(scene)[1]?.traceparent).toBe(CALLER);
  });

  it('records no spans when the caller decided against a trace', async () => {
    await scene.ingest([reading('r-1')], { traceparent: CALLER.replace(/01$/, '00') });
    await scene.land();
    expect(eventsOf(scene)[0]?.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(recorded.spans().filter((span) => traceOf(span) === TRACE)).toEqual([]);
  });

  it('records why an event is quarantined, and traces at most 32 events of a batch', async () => {
    const wrong = Buffer.from(JSON.stringify({ ...telemetryEvent('r-1'), traceparent: CALLER, data: {} }));
    await scene.land([wrong]);
    expect(recorded.spans().find((span) => traceOf(span) === TRACE)?.attributes).toMatchObject({
      'sluice.verdict': 'quarantined',
      'sluice.rejection.code': expect.any(String) as string,
    });
    const before = recorded.spans().length;
    const many = Array.from({ length: 50 }, (_, index) =>
      Buffer.from(JSON.stringify({ ...telemetryEvent(`r-${index}`), traceparent: CALLER })),
    );
    await scene.land(many);
    expect(recorded.spans().length - before).toBe(33);
  });

  it('records the error of a failed landing', async () => {
    const broken = Object.assign(Object.create(scene.lake) as typeof scene.lake, {
      readMetadata: () => Promise.reject(new Error('down')),
    });
    const event = Buffer.from(JSON.stringify(telemetryEvent('r-1')));
    await expect(scene.land([event], broken)).rejects.toThrow('down');
    expect(recorded.span('land iot')).toMatchObject({ status: { code: 2, message: 'down' } });
    expect(await recorded.measured('sluice.landing.events')).toEqual([]);
  });

  it('counts records, messages, events, slots and refreshes', async () => {
    await scene.ingest([reading('r-1'), reading('r-2'), { wrong: true }]);
    await scene.land([Buffer.from('not JSON')]);
    await scene.refresh();
    const contract = { 'sluice.contract': 'urn:sluice:contract:iot.telemetry:1' };
    const source = { 'sluice.source': 'iot' };
    expect(await recorded.measured('sluice.ingest.records')).toEqual([
      { attributes: { ...source, ...contract, 'sluice.verdict': 'accepted' }, value: 2 },
      { attributes: { ...source, ...contract, 'sluice.verdict': 'rejected' }, value: 1 },
    ]);
    expect(await recorded.measured('messaging.client.sent.messages')).toMatchObject([{ value: 2 }]);
    expect(await recorded.measured('sluice.landing.events')).toEqual([
      { attributes: { ...source, ...contract, 'sluice.verdict': 'accepted' }, value: 2 },
      {
        attributes: { ...source, 'sluice.verdict': 'quarantined', 'sluice.rejection.code': 'malformed_json' },
        value: 1,
      },
    ]);
    expect(await recorded.measured('sluice.landing.slot.size')).toMatchObject([{ value: { count: 1 } }]);
    expect(await recorded.measured('sluice.landing.duration')).toMatchObject([{ value: { count: 1 } }]);
    expect(await recorded.measured('sluice.refresh.rows')).toMatchObject([{ value: 10 }]);
    expect(await recorded.measured('sluice.refresh.duration')).toMatchObject([
      { attributes: { 'sluice.refresh.state': 'succeeded' }, value: { count: 1 } },
    ]);
  });
});

describe('with telemetry off', () => {
  it('keeps the traceparent of the caller, and adds none to slots and refreshes', async () => {
    const scene = new PipelineScene();
    await scene.ingest([reading('r-1')], { traceparent: CALLER });
    await scene.ingest([reading('r-2')]);
    expect(eventsOf(scene).map(({ traceparent }) => traceparent)).toEqual([CALLER, undefined]);
    await scene.land();
    await scene.refresh();
    expect([...scene.lake.objects.values()].map(({ metadata }) => metadata['traceparent'])).toEqual([
      undefined,
    ]);
    const { refreshes } = await scene.store.listRefreshes({ limit: 1 });
    expect(refreshes[0]).not.toHaveProperty('traceparent');
  });
});
