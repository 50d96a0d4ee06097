import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOtlpReceiver } from '../../testing/fakes/otlp-receiver';
import { programArguments } from '../../testing/program';
import { HostBench, waitFor } from './host-under-test';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

const bench = new HostBench();
afterEach(() => bench.cleanup());

// Proves app.telemetry of functions-host with JavaScript, HTTP.
it('sends a span of each invocation, whose context the function receives', async () => {
  const receiver = await startOtlpReceiver();
  bench.onCleanup(() => receiver.close());
  const app = await bench.copyApp('http', { telemetryMode: 'OpenTelemetry' });
  const settings = join(app.directory, 'settings.json');
  await writeFile(
    settings,
    JSON.stringify({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    }),
  );
  // A process of its own, because Jest cannot load the modules of the exporter.
  const flags = ['--app', app.directory, '--data', app.dataDirectory, '--port', '0', '--settings', settings];
  const child = spawn(process.execPath, [...programArguments('local/main.ts'), 'functions-host', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  bench.onCleanup(() => {
    child.stdin.end();
    return exited;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready } = JSON.parse(line.toString()) as { ready: { baseUrl: string } };

  const response = await fetch(`${ready.baseUrl}/api/seen/x`, {
    headers: { traceparent: `00-${TRACE}-${CALLER}-01` },
  });
  const { traceContext } = (await response.json()) as { traceContext: { traceParent: string } };
  const span = await waitFor(
    () => receiver.spans.find(({ attributes }) => attributes['faas.name'] === 'seen'),
    'the span',
  );
  expect(span).toMatchObject({
    scope: 'Microsoft.AspNetCore',
    kind: 'SERVER',
    traceId: TRACE,
    parentSpanId: CALLER,
    attributes: { 'faas.trigger': 'http', 'http.response.status_code': 200 },
  });
  expect(traceContext.traceParent).toBe(`00-${TRACE}-${span.spanId}-01`);
  expect(receiver.refused).toEqual([]);
});
