import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOtlpReceiver } from './otlp-receiver';

const execute = promisify(execFile);

/** The exporters load modules in a way that Jest does not know, so the app runs in a process of its own. */
async function landOneEvent(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly loaded: readonly string[]; readonly slots: number; readonly faults: number }> {
  const { stdout } = await execute(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'land-one-event.ts')],
    {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      cwd: join(__dirname, '../../..'),
    },
  );
  return JSON.parse(stdout) as Awaited<ReturnType<typeof landOneEvent>>;
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly { name: string; traceId: string }[] }[];
  }[];
}

describe('startTelemetry', () => {
  it('sends traces and metrics to the collector that the settings name', async () => {
    const receiver = await startOtlpReceiver();
    try {
      const { loaded, faults } = await landOneEvent({
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=k',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      });
      expect(loaded).toEqual(
        expect.arrayContaining(['@opentelemetry/sdk-trace-node', '@opentelemetry/sdk-metrics']),
      );
      expect(loaded).not.toContain('@azure/monitor-opentelemetry-exporter');
      expect(faults).toBe(0);
      expect(new Set(receiver.requests.map(({ path }) => path))).toEqual(
        new Set(['/v1/traces', '/v1/metrics']),
      );
      expect(receiver.requests.map(({ headers }) => headers['api-key'])).not.toContain(undefined);
      const traces = receiver.requests
        .filter(({ path }) => path === '/v1/traces')
        .flatMap(({ body }) => (body as OtlpTraces).resourceSpans);
      const spans = traces.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
      const http = spans.find(({ name }) => name.startsWith('POST'));
      const inTrace = spans.filter(({ traceId }) => traceId === http?.traceId);
      expect(inTrace.map(({ name }) => name).sort()).toEqual([
        'POST /api/ingest/{source}/{event}',
        'land iot',
        'send iot',
      ]);
      const attributes = new Map(
        traces[0]?.resource.attributes.map(({ key, value }) => [key, value.stringValue] as const),
      );
      expect(attributes.get('service.name')).toBe('sluice');
      expect(attributes.get('deployment.environment.name')).toBe('test');
    } finally {
      await receiver.close();
    }
  });

  it('says what it cannot send, and the app works and ends', async () => {
    const receiver = await startOtlpReceiver();
    await receiver.close();
    const { slots, faults } = await landOneEvent({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    expect(slots).toBe(1);
    expect(faults).toBeGreaterThan(0);
  });

  it('loads nothing of OpenTelemetry but its API where nothing is configured', async () => {
    expect(await landOneEvent({})).toEqual({ loaded: ['@opentelemetry/api'], slots: 1, faults: 0 });
  });
});
