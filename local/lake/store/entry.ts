/** The headers that a reader gets back as they were written. */
export interface ContentHeaders {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly contentDisposition?: string;
  readonly cacheControl?: string;
  /** Base64, as in the header `Content-MD5`. */
  readonly contentMd5?: string;
}

/** What stays true of new bytes. */
export function withoutMd5(headers: ContentHeaders): ContentHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'contentMd5'));
}

export type Metadata = Readonly<Record<string, string>>;

/** One block of a committed block list. */
export interface Block {
  /** Base64, as the client chose it. */
  readonly id: string;
  /** Bytes. */
  readonly length: number;
}

/** Which bytes an entry speaks of. */
export interface Content {
  /** Name of the temporary file that became the object; tells after a crash whether it still has to be moved. */
  readonly id: string;
  /** Bytes. */
  readonly length: number;
  /** Modification time of the file in ms. Another value means that a person changed the file. */
  readonly fileTimeMs: number;
}

/** What the lake knows of a path beside its bytes. One entry is one value: it is replaced, never changed. */
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
  /** Of a file only. */
  readonly content?: Content;
  /** Of a file that was written block by block. */
  readonly blocks?: readonly Block[];
}

/** An entry together with what the disk says. */
export interface Found extends Entry {
  /** `<filesystem>/<path>`, or the filesystem alone. */
  readonly path: string;
  /** Bytes; 0 for a directory. */
  readonly length: number;
}

/** One step of a commit, as the journal holds it. */
export type Change =
  /** A file from its temporary file, or a directory; `parents` are created where they are missing. */
  | {
      readonly op: 'put';
      readonly path: string;
      readonly entry: Entry;
      readonly parents: readonly { readonly path: string; readonly entry: Entry }[];
    }
  /** New properties, same bytes. */
  | { readonly op: 'set'; readonly path: string; readonly entry: Entry }
  /** A file, a whole directory or a whole filesystem. */
  | { readonly op: 'remove'; readonly path: string }
  /** A file or a whole directory; replaces a file or an empty directory at `to`. */
  | { readonly op: 'move'; readonly path: string; readonly to: string; readonly entry: Entry };
