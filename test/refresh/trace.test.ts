import { ended, LONG_MILLISECONDS, startRefresh } from '../testing/fixtures/lakehouse';
import { type OtlpSpan } from '../testing/fixtures/otlp-messages';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/fakes/otlp-receiver';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetry } from '../testing/fixtures/telemetry';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let receiver: OtlpReceiver;
let stack: TestStack;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  stack = await startTestStack({
    withLakehouse: true,
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
}, LONG_MILLISECONDS);

afterAll(async () => {
  await stack.end();
  await receiver.close();
});

it(
  'traces an event from the request to its slot, and links its batch to the refresh',
  async () => {
    const response = await stack.api('ingest/iot/telemetry', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
      body: JSON.stringify(telemetry('traced-1')),
    });
    expect(response.status).toBe(202);
    await stack.landed();
    const refresh = await ended(stack, await startRefresh(stack, '?pipelines=none'));
    expect(refresh.state).toBe('succeeded');

    const [request, send, land, aggregate] = await Promise.all([
      span('the request', ({ name, scope }) => name.startsWith('POST') && scope === 'sluice'),
      span('publishing', ({ name }) => name === 'send iot'),
      span('landing', ({ name }) => name === 'land iot'),
      span('the live windows', ({ name }) => name === 'aggregate iot'),
    ]);
    expect(send.parentSpanId).toBe(request.spanId);
    expect([land.parentSpanId, aggregate.parentSpanId]).toEqual([send.spanId, send.spanId]);
    expect(land.attributes['sluice.slot.path']).toMatch(/^iot\/\w+\/p=\d\d\/0{9}\/0{12}\.ndjson\.gz$/);

    // The batch has its own trace. The span of the event and the plan of the refresh both link to it.
    const [batch] = land.links;
    const plan = await span('the plan', ({ name }) => name === 'refresh plan', null);
    expect(plan.links).toContainEqual(batch);
    expect(plan.attributes['sluice.refresh.id']).toBe(refresh.id);
    const whole = await span('the refresh', ({ name }) => name === 'refresh', null);
    expect(whole.traceId).toBe(plan.traceId);
  },
  LONG_MILLISECONDS,
);

/** Waits for a matching span of the event's trace, or of any trace if `traceId` is null. */
async function span(
  what: string,
  matches: (span: OtlpSpan) => boolean,
  traceId: string | null = TRACE,
): Promise<OtlpSpan> {
  let found: OtlpSpan | undefined;
  await eventually(() => {
    found = receiver.spans.find((one) => matches(one) && (traceId === null || one.traceId === traceId));
    return Promise.resolve(found !== undefined);
  }, `a span of ${what} arrived`);
  if (found === undefined) throw new Error(`there is no span of ${what}`);
  return found;
}
