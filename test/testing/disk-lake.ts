import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type LakeFile, LakeFiles } from '../../lakehouse/engines/duckdb/lake/lake-files';
import { UNREACHABLE_STORAGE } from './unreachable-storage';

/**
 * Reads and writes the files of a lake directly, for tests of models that need no server.
 * `test/conformance/databricks` and `test/conformance/lake` test the requests to the lake.
 */
export class DiskLake extends LakeFiles {
  constructor(directory: string) {
    super({ connectionString: UNREACHABLE_STORAGE, directory });
  }

  override async read(container: string, path: string): Promise<Buffer | undefined> {
    return orUndefined(() => readFile(this.localPath(container, path)));
  }

  override async exists(container: string, path: string): Promise<boolean> {
    return (await orUndefined(() => stat(this.localPath(container, path)))) !== undefined;
  }

  override async createNew(container: string, path: string, body: Buffer): Promise<'created' | 'exists'> {
    const file = await this.#makeRoom(container, path);
    try {
      await writeFile(file, body, { flag: 'wx' });
      return 'created';
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return 'exists';
      throw error;
    }
  }

  override async put(container: string, path: string, body: Buffer): Promise<void> {
    await writeFile(await this.#makeRoom(container, path), body);
  }

  override async putFile(container: string, path: string, localFile: string): Promise<void> {
    await copyFile(localFile, await this.#makeRoom(container, path), constants.COPYFILE_FICLONE);
  }

  override async delete(container: string, path: string): Promise<void> {
    await rm(this.localPath(container, path), { force: true });
  }

  override async *list(container: string, prefix: string): AsyncIterable<LakeFile> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const root = dirname(this.localPath(container, `${folder}any`));
    const found = await orUndefined(() => readdir(root, { recursive: true, withFileTypes: true }));
    const files = (found ?? []).filter((entry) => entry.isFile());
    for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
      const path = folder + relative(root, file);
      if (!path.startsWith(prefix)) continue;
      const { size, mtime } = await stat(file);
      yield { path, size, lastModified: mtime };
    }
  }

  /** Creates the directory of a file. @returns the local path of the file */
  async #makeRoom(container: string, path: string): Promise<string> {
    const file = this.localPath(container, path);
    await mkdir(dirname(file), { recursive: true });
    return file;
  }
}

/** @returns the result of a call, or undefined if its file does not exist */
async function orUndefined<Value>(call: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await call();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
