import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  type Call,
  type CommonFault,
  type Operation,
  Faults,
  type FaultTarget,
  type HttpReply,
  Refusal,
  type RestApi,
  supportPage,
} from '../kit';
import { support } from './support';

export interface RawFilesContext {
  /** The files below `/<repository>/<reference>/<folder>/`. */
  readonly directory: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Folder in the repository that contains the files. */
  readonly folder: string;
}

export type RawFilesFault =
  | CommonFault
  /** Returns this status and no file. */
  | { readonly kind: 'fail'; readonly status: number }
  /** Sends half of the file with the length of the whole file, then closes the connection. */
  | { readonly kind: 'tear-body' }
  /** Sends half of the file, and the rest when the promise resolves. */
  | { readonly kind: 'slow-body'; readonly until: Promise<void> };

export interface RawFilesTarget extends FaultTarget {
  /** Path of the URL. */
  readonly path: string;
}

/** Injected faults; one applies to a request at a time. */
export class RawFilesFaults extends Faults<RawFilesFault, RawFilesTarget> {
  constructor() {
    super(1);
  }

  /**
   * @param options.requests number of requests @default 1
   * @param options.path end of the file's path @default any file
   */
  override inject(
    fault: RawFilesFault,
    { requests, path }: { readonly requests?: number; readonly path?: string } = {},
  ): void {
    super.inject(fault, {
      requests,
      matches: (target) => path === undefined || target.path.endsWith(path),
    });
  }
}

/** A name inside the folder; subfolders are not served. */
const FILE_NAME = /^[\w-]+(?:\.[\w-]+)+$/;

/** `/owner/name/<any branch, tag or commit>/<folder>/<file>`: every reference has the same files. */
const getFile: Operation<RawFilesContext, RawFilesFault> = {
  name: 'GetFile',
  run: async (call) => {
    const name = fileNameOf(call.request.url.pathname, call.context);
    const bytes = name === undefined ? undefined : await readFileIfThere(join(call.context.directory, name));
    if (bytes === undefined) throw new Refusal(404, 404, 'Not Found');
    return toFileReply(call, bytes);
  },
};

export const operations: readonly Operation<RawFilesContext, RawFilesFault>[] = [getFile];

export const rawFilesApi: RestApi<RawFilesContext, RawFilesFault, RawFilesTarget> = {
  name: 'the server of raw files',
  route: ({ method, incoming }) => {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, 405, 'Method Not Allowed');
    if (incoming.headers.range !== undefined) throw new Refusal(501, 501, 'Ranges are not served here');
    return { operation: getFile, parameters: {} };
  },
  page: supportPage({
    support,
    purpose: 'The pipelines of the local Data Factory copy their batch sources from here instead of GitHub.',
  }),
  // The files are public, so no token is checked.
  authenticate: () => undefined,
  target: ({ operation }, { url }) => ({ operation: operation.name, path: url.pathname }),
  toErrorReply: ({ status, message }) => ({
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${status}: ${message}`,
  }),
};

function toFileReply({ request, faults }: Call<RawFilesContext, RawFilesFault>, bytes: Buffer): HttpReply {
  const { incoming, method } = request;
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  if (isFresh(incoming.headers['if-none-match'], etag)) return { status: 304, headers: { etag } };
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'max-age=300',
    'x-content-type-options': 'nosniff',
    etag,
  };
  const fault = faults.find(({ kind }) => kind === 'tear-body' || kind === 'slow-body');
  if (method === 'HEAD') return { status: 200, headers };
  return { status: 200, headers, body: fault === undefined ? bytes : inHalves(bytes, fault, incoming) };
}

function inHalves(bytes: Buffer, fault: RawFilesFault, { socket }: IncomingMessage): Readable {
  const half = Math.floor(bytes.length / 2);
  return Readable.from(
    (async function* () {
      yield bytes.subarray(0, half);
      if (fault.kind === 'slow-body') await fault.until;
      else {
        if (socket.writableLength > 0) await once(socket, 'drain');
        socket.destroy();
      }
      yield bytes.subarray(half);
    })(),
  );
}

function fileNameOf(pathname: string, { repository, folder }: RawFilesContext): string | undefined {
  const prefix = `/${repository}/`;
  if (!pathname.startsWith(prefix)) return undefined;
  const [reference, ...rest] = pathname.slice(prefix.length).split('/');
  const name = rest.pop();
  return reference && rest.join('/') === folder && name !== undefined && FILE_NAME.test(name)
    ? name
    : undefined;
}

async function readFileIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw error;
  }
}

function isFresh(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
