import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainError } from '../../../../local/cli/explain-error';

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('the action did not fail');
}

/** As the file system of a machine throws it. */
function systemError(code: string, fields: object): Error {
  return Object.assign(new Error(`${code}: text of the system, open`), { code, syscall: 'open', ...fields });
}

describe('explainError', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'explain-error-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('names the path and the remedy when the file system refuses', () => {
    writeFileSync(join(folder, 'file'), '');
    const missing = join(folder, 'none');
    expect(explainError(errorOf(() => readFileSync(missing)))).toBe(
      `${missing} does not exist: check the path (ENOENT)`,
    );
    expect(explainError(errorOf(() => readFileSync(folder)))).toBe(
      'a path of this command is a folder, not a file: check the path (EISDIR)',
    );
    expect(
      explainError(
        errorOf(() => {
          mkdirSync(join(folder, 'file'));
        }),
      ),
    ).toBe(`${join(folder, 'file')} is not a folder: choose another, such as with --data (EEXIST)`);
    const below = join(folder, 'file', 'x');
    expect(explainError(errorOf(() => readFileSync(below)))).toBe(
      `a part of the path ${below} is a file, not a folder: check the path (ENOTDIR)`,
    );
  });

  it.each([
    [
      'EROFS',
      '/x is on a file system that cannot be written: choose another folder, such as with --data (EROFS)',
    ],
    [
      'EACCES',
      'this user may not use /x: change its permissions, or choose another folder, such as with --data (EACCES)',
    ],
    [
      'ENOSPC',
      'the disk has no space left for /x: delete files, or choose another folder, such as with --data (ENOSPC)',
    ],
  ])('explains %s', (code, text) => {
    expect(explainError(systemError(code, { path: '/x' }))).toBe(text);
  });

  it('explains why fetch failed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const error: unknown = await fetch(`http://127.0.0.1:${port}`).catch((reason: unknown) => reason);
    expect(explainError(error)).toBe(
      `nothing listens at 127.0.0.1:${port}: check that the stack runs, and the address (ECONNREFUSED)`,
    );
  });

  it('keeps the message of other errors, also with an unknown code', () => {
    expect(explainError(new Error('the mapping has no column'))).toBe('the mapping has no column');
    expect(explainError(systemError('EWEIRD', {}))).toBe('EWEIRD: text of the system, open');
    expect(explainError('text')).toBe('text');
  });
});
