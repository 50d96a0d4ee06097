import { KeptFiles } from '../../../lakehouse/engines/duckdb/bronze/kept-files';
import { Session } from '../../../lakehouse/engines/duckdb/session';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

describe('files that models share', () => {
  let session: Session;
  let remove: () => Promise<void>;
  let reads: string[][];
  let kept: KeptFiles;

  beforeEach(async () => {
    const { path, remove: removeDirectory } = await temporaryDirectory();
    remove = removeDirectory;
    session = await Session.open({ temporaryDirectory: path, threads: 1 });
    reads = [];
    kept = new KeptFiles(session, 'engine.rows_of_files');
  });
  afterEach(async () => {
    session.close();
    await remove();
  });

  /** Two rows a file. @returns the rows of the relation, as `file number` */
  const read = async (files: readonly string[], { fails = false } = {}): Promise<string[]> => {
    const relation = await kept.read(files, (missing) => {
      reads.push([...missing]);
      const names = `[${missing.map((file) => `'${file}'`).join(', ')}]::VARCHAR[]`;
      const value = fails ? "CAST('x' AS INTEGER)" : 'n';
      return `SELECT ${value} AS n, file FROM (SELECT unnest(${names}) AS file), range(2) AS r(n)`;
    });
    const rows = await session.rows(`SELECT file || ' ' || n AS row FROM ${relation} ORDER BY ALL`);
    return rows.map(({ row }) => (typeof row === 'string' ? row : ''));
  };

  it('are read once, whatever files a later model names', async () => {
    expect(await read(['b', 'c'])).toEqual(['b 0', 'b 1', 'c 0', 'c 1']);
    expect(await read(['a', 'b', 'c'])).toHaveLength(6);
    expect(await read(['c'])).toEqual(['c 0', 'c 1']);
    expect(await read(['a', 'c'])).toEqual(['a 0', 'a 1', 'c 0', 'c 1']);
    expect(await read([])).toEqual([]);
    expect(reads).toEqual([['b', 'c'], ['a']]);
  });

  it('are none for a model without new files, before and after others', async () => {
    expect(await read([])).toEqual([]);
    expect(await read(['a'])).toEqual(['a 0', 'a 1']);
    expect(await read([])).toEqual([]);
  });

  it('are read again after a failure, and those read before it stay', async () => {
    await read(['a']);
    await expect(read(['a', 'b'], { fails: true })).rejects.toThrow('x');
    expect(await read(['a', 'b'])).toEqual(['a 0', 'a 1', 'b 0', 'b 1']);
    expect(reads).toEqual([['a'], ['b'], ['b']]);
  });
});
