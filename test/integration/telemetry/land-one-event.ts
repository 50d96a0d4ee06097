import { startTelemetry } from '../../../src/lib/platform/telemetry/start-telemetry';
import { telemetry as reading } from '../../testing/fixtures/telemetry';
import { IngestScene } from './ingest-scene';
import { readTelemetry } from './read-telemetry';

/**
 * A process of its own that takes in one event and lands it, with telemetry as its environment says. Prints what it
 * loaded of OpenTelemetry, how many slots there are, and how often something could not be sent.
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
