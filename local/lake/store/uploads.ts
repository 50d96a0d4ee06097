import { appendBlock, type Appended, refuseAppendBlob } from './append-blob';
import { putFile, type PutFileOptions, requireFile, requireFileMayBePut } from './writes';
import { type Block, type ContentHeaders, type Entry, withoutMd5 } from './entry';
import { type Conditions } from './conditions';
import { type LakeStore } from './lake-store';
import { type Piece, type Staged } from './temporary-files';
import { LakeRefusal } from '../wire/lake-refusal';

/** One element of a block list: a block id, and where to search for it. */
export interface BlockReference {
  readonly id: string;
  readonly from: 'committed' | 'uncommitted' | 'latest';
}

interface Appends {
  /** The version of the file to which they were appended. */
  readonly contentId: string;
  /** By position. A second append at a position is a client's retry and replaces the first. */
  readonly parts: Map<number, Staged>;
}

/**
 * Data that a client sends in parts before it commits them: staged blocks (Blob) and appended data (DFS). It
 * does not survive a restart; the commit then fails with InvalidBlockList or InvalidFlushPosition.
 */
export class Uploads {
  readonly #store: LakeStore;
  readonly #blocks = new Map<string, Map<string, Staged>>();
  readonly #appends = new Map<string, Appends>();
  /** Paths to which blocks are being appended; resolves after the last of them. */
  readonly #appending = new Map<string, Promise<void>>();

  constructor(store: LakeStore) {
    this.#store = store;
  }

  /** @throws LakeRefusal `block_id_length` if another staged block has an id of another length, as in Azure */
  requireIdLength(path: string, id: string): void {
    for (const known of this.#blocks.get(path)?.keys() ?? [])
      if (known.length !== id.length) throw new LakeRefusal('block_id_length');
  }

  stageBlock(path: string, id: string, staged: Staged): void {
    const blocks = this.#blocks.get(path) ?? new Map<string, Staged>();
    this.#blocks.set(path, blocks);
    this.#discard(blocks.get(id));
    blocks.set(id, staged);
  }

  uncommittedBlocks(path: string): Block[] {
    return [...(this.#blocks.get(path) ?? [])].map(([id, { length }]) => ({ id, length }));
  }

  /** Drops the staged blocks of a path, as required for every write of the whole path. */
  forgetBlocks(path: string): void {
    for (const staged of this.#blocks.get(path)?.values() ?? []) this.#discard(staged);
    this.#blocks.delete(path);
  }

  /** @throws LakeRefusal `block_list_invalid` for an unknown block, and the errors of `putFile` */
  async commitBlocks(
    references: readonly BlockReference[],
    options: Omit<PutFileOptions, 'staged' | 'blocks' | 'check'>,
  ): Promise<Entry> {
    const { path } = options;
    const before = requireFileMayBePut(this.#store, path, options.conditions);
    refuseAppendBlob(before);
    const committed = new Map<string, Piece>();
    let offset = 0;
    for (const { id, length } of before?.blocks ?? []) {
      committed.set(id, { file: this.#store.locate(path), offset, length });
      offset += length;
    }
    const uncommitted = this.#blocks.get(path);
    const pieces = references.map(({ id, from }): Piece => {
      const staged = from === 'committed' ? undefined : uncommitted?.get(id);
      if (staged !== undefined)
        return { file: this.#store.temporary.locate(staged.id), offset: 0, length: staged.length };
      const piece = from === 'uncommitted' ? undefined : committed.get(id);
      if (piece === undefined)
        throw new LakeRefusal('block_list_invalid', `The block "${id}" does not exist.`);
      return piece;
    });
    const entry = await putFile(this.#store, {
      ...options,
      staged: await this.#store.temporary.join(pieces),
      blocks: references.map(({ id }, index) => ({ id, length: pieces[index]?.length ?? 0 })),
      check: (found) => {
        // The parts may belong to a version that no longer exists.
        if (found?.content?.id !== before?.content?.id) throw new LakeRefusal('condition_not_met');
      },
    });
    this.forgetBlocks(path);
    return entry;
  }

  /** @throws LakeRefusal `path_not_found`, `path_is_directory`, and `parameter_invalid` for a position inside the file */
  append(path: string, position: number, staged: Staged): void {
    const file = requireFile(this.#store, path);
    refuseAppendBlob(file);
    if (position < file.length)
      throw new LakeRefusal(
        'parameter_invalid',
        `The file already has ${file.length} bytes, so "position" is too low.`,
      );
    const contentId = file.content?.id ?? '';
    const known = this.#appends.get(path);
    if (known !== undefined && known.contentId !== contentId) this.#forgetAppends(path);
    const appends = this.#appends.get(path) ?? { contentId, parts: new Map<number, Staged>() };
    this.#appends.set(path, appends);
    this.#discard(appends.parts.get(position));
    appends.parts.set(position, staged);
  }

  /**
   * Creates a file from its bytes and the appended data.
   *
   * @param options.position length of the new file in bytes
   * @throws LakeRefusal `flush_position_invalid` if the appended data has a gap or another end
   */
  async flush(
    path: string,
    options: { readonly position: number; readonly conditions: Conditions; readonly headers: ContentHeaders },
  ): Promise<Entry> {
    const file = requireFile(this.#store, path);
    refuseAppendBlob(file);
    const contentId = file.content?.id ?? '';
    const appends = this.#appends.get(path);
    const parts =
      appends?.contentId === contentId ? [...appends.parts].sort(([left], [right]) => left - right) : [];
    let end = file.length;
    const pieces: Piece[] =
      file.length === 0 ? [] : [{ file: this.#store.locate(path), offset: 0, length: end }];
    for (const [position, { id, length }] of parts) {
      if (position !== end)
        throw new LakeRefusal('flush_position_invalid', `The appended data has a gap at position ${end}.`);
      pieces.push({ file: this.#store.temporary.locate(id), offset: 0, length });
      end += length;
    }
    if (end !== options.position)
      throw new LakeRefusal(
        'flush_position_invalid',
        `The data ends at ${end}, but "position" is ${options.position}.`,
      );
    const entry = await putFile(this.#store, {
      path,
      staged: await this.#store.temporary.join(pieces),
      conditions: options.conditions,
      headers: { ...withoutMd5(file.headers), ...options.headers },
      metadata: file.metadata,
      keepsIdentity: true,
      check: (found) => {
        if ((found?.content?.id ?? '') !== contentId)
          throw new LakeRefusal('flush_position_invalid', 'The file was replaced in the meantime.');
      },
    });
    this.#forgetAppends(path);
    return entry;
  }

  /** Appends blocks to one append blob one after the other, because each rewrites it. See `appendBlock`. */
  appendBlock(options: Parameters<typeof appendBlock>[1]): Promise<Appended> {
    const { path } = options;
    const earlier = this.#appending.get(path) ?? Promise.resolve();
    const mine = earlier.then(() => appendBlock(this.#store, options));
    const settled = mine.then(
      () => undefined,
      // The request that waits for `mine` answers with the error.
      () => undefined,
    );
    this.#appending.set(path, settled);
    void settled.then(() => {
      if (this.#appending.get(path) === settled) this.#appending.delete(path);
    });
    return mine;
  }

  #forgetAppends(path: string): void {
    for (const staged of this.#appends.get(path)?.parts.values() ?? []) this.#discard(staged);
    this.#appends.delete(path);
  }

  #discard(staged: Staged | undefined): void {
    if (staged !== undefined) this.#store.temporary.discard(staged.id);
  }
}
