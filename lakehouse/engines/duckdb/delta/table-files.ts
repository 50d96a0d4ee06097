import { type LakeFile, type LakeFiles } from '../lake/lake-files';

/** The files of one table in the lake, with paths relative to the table. */
export class TableFiles {
  readonly #lake: LakeFiles;
  readonly #container: string;
  readonly #root: string;

  constructor(lake: LakeFiles, container: string, root: string) {
    this.#lake = lake;
    this.#container = container;
    this.#root = root.replace(/\/+$/, '');
  }

  /** For messages. */
  get name(): string {
    return `${this.#container}/${this.#root}`;
  }

  read(path: string): Promise<Buffer | undefined> {
    return this.#lake.read(this.#container, this.#full(path));
  }

  exists(path: string): Promise<boolean> {
    return this.#lake.exists(this.#container, this.#full(path));
  }

  createNew(path: string, body: Buffer): Promise<'created' | 'exists'> {
    return this.#lake.createNew(this.#container, this.#full(path), body);
  }

  put(path: string, body: Buffer): Promise<void> {
    return this.#lake.put(this.#container, this.#full(path), body);
  }

  putFile(path: string, localFile: string): Promise<void> {
    return this.#lake.putFile(this.#container, this.#full(path), localFile);
  }

  delete(path: string): Promise<void> {
    return this.#lake.delete(this.#container, this.#full(path));
  }

  localPath(path: string): string {
    return this.#lake.localPath(this.#container, this.#full(path));
  }

  /** Lists the files below a directory of the table, or below the whole table. */
  async *list(directory?: string): AsyncIterable<LakeFile> {
    const prefix = directory === undefined ? `${this.#root}/` : `${this.#root}/${directory}/`;
    for await (const file of this.#lake.list(this.#container, prefix))
      yield { ...file, path: file.path.slice(this.#root.length + 1) };
  }

  #full(path: string): string {
    return `${this.#root}/${path}`;
  }
}
