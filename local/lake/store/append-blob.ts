import { LakeRefusal } from '../wire/lake-refusal';
import { type AppendBlob, type Entry, entryOf, type Found, withoutMd5 } from './entry';
import { type Conditions } from './conditions';
import { type LakeStore } from './lake-store';
import { type Staged } from './temporary-files';
import { putFile, requireFile, requireWritable } from './writes';

/** Azure's limit ("Append Block"). */
const MAX_BLOCKS = 50_000;

/** What a block expects of its blob. */
export interface AppendLimits {
  /** Length of the blob before the block, in bytes. */
  readonly position?: number | undefined;
  /** Greatest length of the blob after the block, in bytes. */
  readonly maxLength?: number | undefined;
}

export interface Appended {
  readonly entry: Entry & { readonly appendBlob: AppendBlob };
  /** Position of the block in the blob, in bytes. */
  readonly offset: number;
}

/** @throws LakeRefusal `blob_type_invalid`, and the errors of `requireFile` */
export function requireAppendBlob(
  store: LakeStore,
  path: string,
): Found & { readonly appendBlob: AppendBlob } {
  const { appendBlob, ...found } = requireFile(store, path);
  if (appendBlob === undefined) throw new LakeRefusal('blob_type_invalid', 'It needs an append blob.');
  return { ...found, appendBlob };
}

/** @throws LakeRefusal `blob_type_invalid` for an append blob */
export function refuseAppendBlob(found: Found | undefined): void {
  if (found?.appendBlob !== undefined)
    throw new LakeRefusal('blob_type_invalid', 'The blob is an append blob.');
}

/**
 * Adds a block to the end of an append blob. Writers at the same time follow one another: each block is added once.
 * The whole blob is rewritten.
 *
 * @throws LakeRefusal `append_position_not_met`, `blob_size_not_met`, `blob_is_sealed`, `block_count_exceeded`
 */
export async function appendBlock(
  store: LakeStore,
  options: {
    readonly path: string;
    readonly staged: Staged;
    readonly conditions: Conditions;
    readonly limits: AppendLimits;
  },
): Promise<Appended> {
  const { path, staged, conditions } = options;
  try {
    for (;;) {
      const before = requireAppendBlob(store, path);
      requireWritable(store, path, conditions);
      requireRoom(before, staged.length, options.limits);
      const appended = await replace(before);
      if (appended !== undefined) return appended;
    }
  } finally {
    store.temporary.discard(staged.id);
  }

  /** Returns nothing if another writer was faster. */
  async function replace(before: ReturnType<typeof requireAppendBlob>): Promise<Appended | undefined> {
    const appendBlob = { blocks: before.appendBlob.blocks + 1, isSealed: false };
    const race = { isLost: false };
    const joined = await store.temporary.join([
      ...(before.length === 0 ? [] : [{ file: store.locate(path), offset: 0, length: before.length }]),
      { file: store.temporary.locate(staged.id), offset: 0, length: staged.length },
    ]);
    try {
      const entry = await putFile(store, {
        path,
        staged: joined,
        conditions,
        headers: withoutMd5(before.headers),
        metadata: before.metadata,
        keepsIdentity: true,
        appendBlob,
        check: (found) => {
          race.isLost = found?.tag !== before.tag;
          if (race.isLost) throw new LakeRefusal('condition_not_met');
        },
      });
      return { entry: { ...entry, appendBlob }, offset: before.length };
    } catch (error) {
      if (race.isLost && error instanceof LakeRefusal) return undefined;
      throw error;
    }
  }
}

/** Makes an append blob read-only. Its ETag remains. */
export async function sealAppendBlob(
  store: LakeStore,
  options: { readonly path: string; readonly conditions: Conditions; readonly limits: AppendLimits },
): Promise<Entry> {
  const { path, conditions, limits } = options;
  return store.submit({
    paths: [path],
    decide: () => {
      const found = requireAppendBlob(store, path);
      requireWritable(store, path, conditions);
      requirePosition(found, limits);
      const sealed: Entry = { ...entryOf(found), appendBlob: { ...found.appendBlob, isSealed: true } };
      return { changes: [{ op: 'set', path, entry: sealed }], value: sealed };
    },
  });
}

function requireRoom(
  { length, appendBlob }: ReturnType<typeof requireAppendBlob>,
  added: number,
  limits: AppendLimits,
): void {
  if (appendBlob.isSealed) throw new LakeRefusal('blob_is_sealed');
  if (limits.maxLength !== undefined && length + added > limits.maxLength)
    throw new LakeRefusal('blob_size_not_met');
  requirePosition({ length }, limits);
  if (appendBlob.blocks >= MAX_BLOCKS) throw new LakeRefusal('block_count_exceeded');
}

function requirePosition({ length }: Pick<Found, 'length'>, { position }: AppendLimits): void {
  if (position !== undefined && position !== length) throw new LakeRefusal('append_position_not_met');
}
