import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOtlpReceiver } from '../testing/fakes/otlp-receiver';

const ROOT = join(__dirname, '../..');

/** Runs the app until one event has landed, and stores the sent bytes beside the results of our test reader. */
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
