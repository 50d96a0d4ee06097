import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOtlpReceiver } from '../../testing/fakes/otlp-receiver';

const execute = promisify(execFile);

/** Runs the app in its own process, because Jest cannot load the modules of the exporters. */
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

describe('startTelemetry', () => {
  it('sends traces and metrics as protobuf to the collector that the settings name', async () => {
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
      expect(receiver.refused).toEqual([]);
      const http = receiver.spans.find(({ name }) => name.startsWith('POST'));
      const inTrace = receiver.spans.filter(({ traceId }) => traceId === http?.traceId);
      expect(inTrace.map(({ name }) => name).sort()).toEqual([
        'POST /api/ingest/{source}/{event}',
        'land iot',
        'send iot',
      ]);
      expect(http).toMatchObject({
        kind: 'SERVER',
        attributes: { 'http.route': '/api/ingest/{source}/{event}', 'http.response.status_code': 202 },
        resource: { 'service.name': 'sluice', 'deployment.environment.name': 'test' },
      });
      expect(receiver.metrics).toContain('sluice.landing.events');
    } finally {
      await receiver.close();
    }
  });

  it('reports failed exports, while the app lands the event and ends', async () => {
    const receiver = await startOtlpReceiver();
    await receiver.close();
    const { slots, faults } = await landOneEvent({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    expect(slots).toBe(1);
    expect(faults).toBeGreaterThan(0);
  });

  it('loads only the API of OpenTelemetry when nothing is configured', async () => {
    expect(await landOneEvent({})).toEqual({ loaded: ['@opentelemetry/api'], slots: 1, faults: 0 });
  });
});
