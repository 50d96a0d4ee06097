import { startTelemetry } from '../../../src/lib/platform/telemetry/start-telemetry';
import { telemetry as reading } from '../../testing/fixtures/telemetry';
import { IngestScene } from './ingest-scene';
import { readTelemetry } from './read-telemetry';

/**
 * Ingests and lands one event in its own process, with the telemetry settings of its environment. Prints the loaded
 * packages of OpenTelemetry, the number of slots, and the number of failed exports.
 */
async function main(): Promise<void> {
  let faults = 0;
  const telemetry = await startTelemetry(readTelemetry(process.env), {
    version: '0.1.0',
    report: () => {
      faults += 1;
    },
  });
  const scene = new IngestScene();
  await scene.ingest([reading('r-1')]);
  await scene.land();
  const loaded = Object.keys(require.cache).flatMap(
    (path) => /node_modules\/(@opentelemetry\/[^/]+|@azure\/monitor[^/]+)\//.exec(path)?.[1] ?? [],
  );
  await telemetry.close();
  const { size: slots } = scene.lake.objects;
  console.log(JSON.stringify({ loaded: [...new Set(loaded)], slots, faults }));
}

void main();
