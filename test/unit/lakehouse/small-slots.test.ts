import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import clickstream from '../../../schemas/ecommerce/clickstream.v1.json';
import { acceptedSql, linesSql } from '../../../lakehouse/engines/duckdb/bronze/contract-relation';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { Session } from '../../../lakehouse/engines/duckdb/session';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const SLOTS = 1000;
/** With about a megabyte for each slot, the slots would not fit. */
const MEMORY = '200MB';

it('reads many slots of one event each in little memory', async () => {
  const { path, remove } = await temporaryDirectory();
  const session = await Session.open({ temporaryDirectory: path, memoryLimit: MEMORY, threads: 2 });
  try {
    // A whole folder of Bronze, which DuckDB reads by a pattern. Brackets and stars in a path are no pattern.
    const folder = join(path, 'lake [1] *', '20261121T025044123Z', 'p=00', '000000000');
    mkdirSync(folder, { recursive: true });
    const files = Array.from({ length: SLOTS }, (_, slot) => {
      const file = join(folder, `${String(slot).padStart(12, '0')}.ndjson.gz`);
      const meta = {
        verdict: 'accepted',
        contract: 'ecommerce.clickstream',
        version: 1,
        sequenceNumber: slot,
      };
      const event = { time: '2026-03-01T10:00:00Z', data: clickstream.examples[0] };
      writeFileSync(file, gzipSync(`${JSON.stringify({ meta, event })}\n`));
      return file;
    });
    const type = loadModels(resolve(__dirname, '../../../lakehouse/models')).bronzeTypes[
      'ecommerce_clickstream'
    ];
    if (type === undefined) throw new Error('no type of ecommerce_clickstream');
    await session.keep('engine.lines', linesSql(type, `(${acceptedSql(files)})`));
    expect(await session.counts('SELECT count(*) AS lines FROM engine.lines')).toEqual({ lines: SLOTS });
  } finally {
    session.close();
    await remove();
  }
});
