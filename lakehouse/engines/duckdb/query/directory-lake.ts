import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LakehouseError } from '../lakehouse-error';
import { type LakeFile, LakeFiles } from '../lake/lake-files';

/** No request is sent to it; nothing listens on the port, unlike on that of `UseDevelopmentStorage=true`. */
const NOWHERE =
  'DefaultEndpointsProtocol=http;AccountName=nowhere;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/nowhere;';

/** The lake's plain files, for reading while no lake runs. It refuses writes. */
export class DirectoryLake extends LakeFiles {
  constructor(directory: string) {
    super({ connectionString: NOWHERE, directory });
  }

  override async read(container: string, path: string): Promise<Buffer | undefined> {
    const file = this.localPath(container, path);
    return existsSync(file) ? readFile(file) : undefined;
  }

  override exists(container: string, path: string): Promise<boolean> {
    return Promise.resolve(existsSync(this.localPath(container, path)));
  }

  override async *list(container: string, prefix: string): AsyncIterable<LakeFile> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const root = this.localPath(container, folder);
    if (!existsSync(root)) return;
    const found = await readdir(root, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const path = folder + file.slice(root.length).replaceAll('\\', '/').replace(/^\//, '');
      const { size, mtime } = await stat(file);
      if (path.startsWith(prefix)) yield { path, size, lastModified: mtime };
    }
  }

  override createNew(): Promise<never> {
    return refuse();
  }

  override put(): Promise<never> {
    return refuse();
  }

  override putFile(): Promise<never> {
    return refuse();
  }

  override delete(): Promise<never> {
    return refuse();
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new LakehouseError('unsupported', "the lake's directory is read-only here"));
}
