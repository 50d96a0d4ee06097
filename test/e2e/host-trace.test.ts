import { type OtlpSpan } from '../testing/fixtures/otlp-messages';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/fakes/otlp-receiver';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetry } from '../testing/fixtures/telemetry';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

let receiver: OtlpReceiver;
let stack: TestStack;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  stack = await startTestStack({
    // Settings as from local.settings.json. The stack chooses the protocol.
    addedSettings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=k',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_METRIC_EXPORT_INTERVAL: '200',
    },
  });
});

afterAll(async () => {
  await stack.end();
  await receiver.close();
});

it('sends spans of host and app in one trace, with the host as parent', async () => {
  const response = await stack.api('ingest/iot/telemetry', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-${CALLER}-01` },
    body: JSON.stringify(telemetry('joined-1')),
  });
  expect(response.status).toBe(202);

  const host = await spanOf(({ scope, traceId }) => scope === 'Microsoft.AspNetCore' && traceId === TRACE);
  expect(host).toMatchObject({
    name: 'POST api/ingest/{source}/{event}',
    kind: 'SERVER',
    parentSpanId: CALLER,
    attributes: { 'faas.name': 'ingest', 'faas.trigger': 'http', 'http.response.status_code': 202 },
  });
  const app = await spanOf(({ name }) => name === 'POST /api/ingest/{source}/{event}');
  expect(app).toMatchObject({
    traceId: TRACE,
    parentSpanId: host.spanId,
    kind: 'SERVER',
    scope: 'sluice',
    attributes: { 'faas.invocation_id': host.attributes['faas.invocation_id'] },
    resource: { 'service.name': 'sluice' },
  });
  const { app: hostProcess } = await stack.processIds();
  expect(host.resource['process.pid']).toBe(hostProcess);
});

it('sends the span of a landed batch as child of the event processor', async () => {
  await stack.landed();
  const host = await spanOf(({ attributes }) => attributes['faas.name'] === 'landIot');
  expect(host).toMatchObject({
    name: 'EventProcessor.Process',
    kind: 'CONSUMER',
    scope: 'Azure.Messaging.EventHubs.EventProcessor',
    parentSpanId: undefined,
    attributes: { 'messaging.destination.name': 'iot', 'messaging.batch.message_count': 1 },
  });
  const batch = await spanOf(({ parentSpanId }) => parentSpanId === host.spanId);
  expect(batch).toMatchObject({ name: 'land iot', traceId: host.traceId, scope: 'sluice' });
});

it('sends traces and metrics as protobuf over HTTP with the headers of the settings', async () => {
  await eventually(() => Promise.resolve(receiver.metrics.has('sluice.landing.events')), 'metrics arrived');
  expect(receiver.refused).toEqual([]);
  const types = new Set(receiver.requests.map(({ headers }) => headers['content-type']));
  expect([...types]).toEqual(['application/x-protobuf']);
  expect(new Set(receiver.requests.map(({ headers }) => headers['api-key']))).toEqual(new Set(['k']));
});

/** Waits until the receiver has a matching span. */
async function spanOf(matches: (span: OtlpSpan) => boolean): Promise<OtlpSpan> {
  let found: OtlpSpan | undefined;
  await eventually(() => {
    found = receiver.spans.find(matches);
    return Promise.resolve(found !== undefined);
  }, `a span was sent that ${matches.toString()}`);
  if (found === undefined) throw new Error('there is no such span');
  return found;
}
