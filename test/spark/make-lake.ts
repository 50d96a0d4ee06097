import { parseArgs } from 'node:util';
import { writeScene } from './scene/write-scene';

/**
 * Writes a lake for the comparison of the two engines: Bronze slots of simulated events, batch files, and one plan
 * for each refresh. The same seed gives the same bytes.
 *
 * `tsx test/spark/make-lake.ts --lake DIR [--seed N]` prints the refresh numbers as a JSON array.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { lake: { type: 'string' }, seed: { type: 'string', default: '7' } },
  });
  const seed = Number(values.seed);
  if (values.lake === undefined || !Number.isSafeInteger(seed)) {
    throw new Error('usage: make-lake.ts --lake DIR [--seed N]');
  }
  const refreshes = await writeScene({ lake: values.lake, seed });
  process.stdout.write(`${JSON.stringify(refreshes)}\n`);
}

void main();
