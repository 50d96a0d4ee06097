import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSimulatedUntil, writeSimulatedUntil } from '../../../../local/cli/simulation-note';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

let dataDirectory: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: dataDirectory, remove } = await temporaryDirectory());
});
afterEach(() => remove());

const AT = new Date('2026-11-30T16:00:00.000Z');
const LATER = new Date('2026-11-30T17:00:00.000Z');

it('keeps the time of each source, also of one that does not run the next time', () => {
  expect([...readSimulatedUntil(dataDirectory, 1)]).toEqual([]);
  writeSimulatedUntil({ dataDirectory, seed: 1, sources: ['iot', 'customers'], now: AT });
  writeSimulatedUntil({ dataDirectory, seed: 1, sources: ['iot'], now: LATER });
  expect([...readSimulatedUntil(dataDirectory, 1)]).toEqual([
    ['iot', LATER],
    ['customers', AT],
  ]);
});

it('knows nothing of a company with another seed', () => {
  writeSimulatedUntil({ dataDirectory, seed: 1, sources: ['iot'], now: AT });
  expect([...readSimulatedUntil(dataDirectory, 2)]).toEqual([]);
});

it.each(['', '{', '{"seed":1}', '{"seed":1,"until":{"iot":"yesterday"}}'])(
  'refuses the unreadable note %j with the remedy',
  (text) => {
    writeFileSync(join(dataDirectory, 'simulation.json'), text);
    expect(() => readSimulatedUntil(dataDirectory, 1)).toThrow(
      `${join(dataDirectory, 'simulation.json')} is not readable; delete it, and the simulated company opens again`,
    );
  },
);
