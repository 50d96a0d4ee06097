import { join } from 'node:path';
import { readProofs } from '../../../../tools/support/read-proofs';
import { readServices } from '../../../../tools/support/write-support-page';
import { ROOT } from '../schema-folder';

// To prove a row, write above its test: // Proves <row>, <row> of <service> with <client>.
it('names a client for each supported row of each service', async () => {
  const proofs = readProofs([join(ROOT, 'test/conformance'), join(ROOT, 'test/clients')]);
  const services = await readServices(join(ROOT, 'local'));
  const rows = services.flatMap(({ folder, support }) =>
    support.supported.map(({ id }) => `${folder} ${id}`),
  );
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => !proofs.has(row))).toEqual([]);
});
