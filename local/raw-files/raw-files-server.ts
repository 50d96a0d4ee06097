import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type RawFilesFaults } from './faults';

export interface RawFilesServerOptions {
  /** What is served under `/<repository>/<reference>/<folder>/`. */
  readonly directory: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Folder of the repository that the directory stands for. */
  readonly folder: string;
  readonly faults: RawFilesFaults;
  /** Told about what is a bug or a broken disk; the client sees 500. */
  readonly onFailure: (error: unknown) => void;
}

/** A name that stays within the folder; subfolders are not served. */
const FILE_NAME = /^[\w-]+(?:\.[\w-]+)+$/;

export function createRawFilesServer(options: RawFilesServerOptions): Server {
  return createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      if (!response.destroyed) options.onFailure(error);
      if (response.headersSent) response.destroy();
      else send(response, 500, '500: Internal Server Error');
    });
  });
}

async function serve(
  { directory, repository, folder, faults }: RawFilesServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, '405: Method Not Allowed');
    return;
  }
  if (request.headers.range !== undefined) {
    send(response, 501, '501: Ranges are not served here');
    return;
  }
  const url = `http://raw-files${request.url ?? ''}`;
  if (!URL.canParse(url)) {
    send(response, 400, '400: Bad Request');
    return;
  }
  const { pathname } = new URL(url);
  const name = fileNameOf(pathname, { repository, folder });
  const bytes = name === undefined ? undefined : await readFileIfThere(join(directory, name));
  const fault = faults.take(pathname);
  if (fault?.kind === 'fail') {
    send(response, fault.status, `${fault.status}: injected`);
    return;
  }
  if (bytes === undefined) {
    send(response, 404, '404: Not Found');
    return;
  }
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  if (isFresh(request.headers['if-none-match'], etag)) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'max-age=300',
    'x-content-type-options': 'nosniff',
    etag,
  });
  if (request.method === 'HEAD' || fault === undefined) {
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  const half = Math.floor(bytes.length / 2);
  await new Promise((resolve) => response.write(bytes.subarray(0, half), resolve));
  if (fault.kind === 'tear-body') {
    request.socket.destroy();
    return;
  }
  await fault.until;
  response.end(bytes.subarray(half));
}

/** `/owner/name/<any branch, tag or commit>/<folder>/<file>`: every reference shows the same files. */
function fileNameOf(
  pathname: string,
  { repository, folder }: { readonly repository: string; readonly folder: string },
): string | undefined {
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

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
