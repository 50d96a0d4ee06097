import { type LakeFiles } from '../../../../lakehouse/engines/duckdb/lake/lake-files';
import { DiskLake } from '../../../testing/disk-lake';

/**
 * Stops the engine at one of its writes, as a kill would: before the write, or after it without a response.
 */
export class DyingLake extends DiskLake {
  readonly #dieAt: number;
  readonly #after: boolean;
  /** Number of writes so far. */
  writes = 0;

  constructor(directory: string, { dieAt, after }: { dieAt: number; after: boolean }) {
    super(directory);
    this.#dieAt = dieAt;
    this.#after = after;
  }

  override createNew(...write: Parameters<LakeFiles['createNew']>): Promise<'created' | 'exists'> {
    return this.#perform(() => super.createNew(...write));
  }

  override put(...write: Parameters<LakeFiles['put']>): Promise<void> {
    return this.#perform(() => super.put(...write));
  }

  override putFile(...write: Parameters<LakeFiles['putFile']>): Promise<void> {
    return this.#perform(() => super.putFile(...write));
  }

  override delete(...write: Parameters<LakeFiles['delete']>): Promise<void> {
    return this.#perform(() => super.delete(...write));
  }

  /** Whether the engine has been stopped. */
  get isDead(): boolean {
    return this.writes > this.#dieAt;
  }

  async #perform<T>(write: () => Promise<T>): Promise<T> {
    const isLast = this.writes === this.#dieAt;
    const wasDead = this.isDead;
    this.writes += 1;
    if (wasDead || (isLast && !this.#after)) throw new Error('the engine was killed');
    const written = await write();
    if (isLast) throw new Error('the engine was killed');
    return written;
  }
}
