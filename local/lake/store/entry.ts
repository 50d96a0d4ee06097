import { type Access } from './access';

/** Content headers, which are returned unchanged. */
export interface ContentHeaders {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly contentDisposition?: string;
  readonly cacheControl?: string;
  /** Base64, as in the header `Content-MD5`. */
  readonly contentMd5?: string;
}

/** The properties that remain valid for new bytes. */
export function withoutMd5(headers: ContentHeaders): ContentHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'contentMd5'));
}

export type Metadata = Readonly<Record<string, string>>;

/** One block of a committed block list. */
export interface Block {
  /** Base64 id, set by the client. */
  readonly id: string;
  /** Length in bytes. */
  readonly length: number;
}

/** The bytes that an entry describes. */
export interface Content {
  /**
   * Name of the temporary file that became the object; after a crash it shows whether the file must still be
   * moved.
   */
  readonly id: string;
  /** Length in bytes. */
  readonly length: number;
  /** Modification time of the file in ms. Another value means that a person changed the file. */
  readonly fileTimeMs: number;
}

/** Where a copy is from; it is complete at once. */
export interface Copy {
  readonly id: string;
  /** URL of the source, without its query. */
  readonly source: string;
}

/** A stored access policy of a container. A shared access signature names it with `si`. */
export interface AccessPolicy {
  readonly id: string;
  /** Times in ISO 8601; `''` if the signature has them. */
  readonly start: string;
  readonly expiry: string;
  /** Letters as in `sp`; `''` if the signature has them. */
  readonly permissions: string;
}

/** What an append blob has besides its bytes. */
export interface AppendBlob {
  /** Number of committed blocks. */
  readonly blocks: number;
  readonly isSealed: boolean;
}

/** Properties of a path. An entry is immutable: changes replace it. */
export interface Entry {
  readonly kind: 'file' | 'directory' | 'filesystem';
  /** ETag without its quotes. */
  readonly tag: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly headers: ContentHeaders;
  readonly metadata: Metadata;
  /** Only for a file. */
  readonly content?: Content;
  /** Only for a file that was written in blocks. */
  readonly blocks?: readonly Block[];
  /** Only for a file that is a copy. */
  readonly copy?: Copy;
  /** Only for a filesystem. */
  readonly policies?: readonly AccessPolicy[];
  /** Only for an append blob; other files are block blobs. */
  readonly appendBlob?: AppendBlob;
  /** @default that of a path created with the account's key, see `accessOf` */
  readonly access?: Access;
}

/** An entry together with the state of the disk. */
export interface Found extends Entry {
  /** `<filesystem>/<path>`, or only the filesystem. */
  readonly path: string;
  /** Length in bytes; 0 for a directory. */
  readonly length: number;
}

/** Returns the properties without the state of the disk. */
export function entryOf(found: Found): Entry {
  const { kind, tag, createdAt, modifiedAt, headers, metadata } = found;
  return { kind, tag, createdAt, modifiedAt, headers, metadata, ...pick(found, OPTIONAL) };
}

const OPTIONAL = ['content', 'blocks', 'access', 'copy', 'appendBlob', 'policies'] as const;

function pick<K extends keyof Found>(found: Found, names: readonly K[]): Partial<Pick<Found, K>> {
  return Object.fromEntries(
    names.filter((name) => found[name] !== undefined).map((name) => [name, found[name]]),
  ) as Partial<Pick<Found, K>>;
}

/** One step of a commit, as stored in the journal. */
export type Change =
  /** Creates a file from its temporary file, or a directory; missing `parents` are created. */
  | {
      readonly op: 'put';
      readonly path: string;
      readonly entry: Entry;
      readonly parents: readonly { readonly path: string; readonly entry: Entry }[];
    }
  /** Sets new properties for the same bytes. */
  | { readonly op: 'set'; readonly path: string; readonly entry: Entry }
  /** Removes a file, a whole directory or a whole filesystem. */
  | { readonly op: 'remove'; readonly path: string }
  /** Moves a file or a whole directory; replaces a file or an empty directory at `to`. */
  | { readonly op: 'move'; readonly path: string; readonly to: string; readonly entry: Entry };
