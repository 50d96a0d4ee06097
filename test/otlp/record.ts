import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOtlpReceiver } from '../testing/fakes/otlp-receiver';

const ROOT = join(__dirname, '../..');

/** Lets the app take in and land one event, and keeps the bytes that it sends beside what our tests read of them. */
async function record(directory: string): Promise<void> {
  const receiver = await startOtlpReceiver();
  try {
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'test/integration/telemetry/land-one-event.ts')],
      { cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } },
    );
  } finally {
    await receiver.close();
  }
  receiver.requests.forEach(({ path, body }, index) => {
    writeFileSync(join(directory, `${path.split('/').at(-1) ?? ''}-${index}.bin`), body);
  });
  const read = { traces: receiver.spans, metrics: [...receiver.metrics].sort() };
  writeFileSync(join(directory, 'read.json'), JSON.stringify(read, null, 2));
}

void record(process.argv[2] ?? '.');
