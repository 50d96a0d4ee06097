import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Snapshot } from '../testing/fixtures/snapshots';
import { hashInputs, type MadeFrom, PARAMETERS } from './inputs';

const root = join(__dirname, '../..');
const folder = join(root, PARAMETERS);

const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

const write = (name: string, value: unknown): void => {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
};

/** The CLI writes outputs in any order. Sorted, two snapshots only differ if the deployments do. */
for (const name of readdirSync(folder).filter((file) => file.endsWith('.snapshot.json'))) {
  const snapshot = read(name) as Snapshot;
  const sorted = Object.entries(snapshot.outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  write(name, { ...snapshot, outputs: Object.fromEntries(sorted) });
}

/** Records that the snapshots were made from the present files. */
write('made-from.json', { ...(read('made-from.json') as MadeFrom), sha256: hashInputs(root) });
