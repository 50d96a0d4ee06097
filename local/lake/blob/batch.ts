import { type IncomingHttpHeaders } from 'node:http';
import { type HttpReply } from '../../kit';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest, readRequest } from '../wire/lake-request';
import { type LakeContext, type LakeOperation } from '../wire/operation';
import { readText } from '../wire/read-text';

/** Azure's limits of a batch ("Blob Batch"). */
const MAX_REQUESTS = 256;
const MAX_BYTES = 4 * 1024 * 1024;

/** Runs one request of a batch like one that came alone; never throws a refusal. */
export type RunAlone = (request: LakeRequest, context: LakeContext) => Promise<HttpReply>;

/**
 * `POST /[<container>]?comp=batch` → 202, `multipart/mixed`. Each part is a request with its own signature; only
 * deletions are supported. The parts run in order, and one that fails does not affect the others.
 */
export function batchOf(runAlone: RunAlone): LakeOperation {
  return {
    name: 'BlobBatch',
    api: 'blob',
    // Each part has its own signature.
    sas: { resource: 'any', anyOf: '' },
    async run(request, context) {
      const boundary = /boundary="?([^";]+)"?/.exec(request.header('content-type') ?? '')?.[1];
      if (boundary === undefined)
        throw new LakeRefusal('header_invalid', 'The content type must be multipart/mixed with a boundary.');
      const text = await readText(request, {
        maxBytes: MAX_BYTES,
        tooLarge: () => new LakeRefusal('batch_invalid', 'A batch can have at most 4 MiB.'),
      });
      const parts = readParts(text, boundary);
      if (parts.length === 0 || parts.length > MAX_REQUESTS)
        throw new LakeRefusal('batch_invalid', `A batch has 1 to ${MAX_REQUESTS} requests.`);
      // All parts are read before the first one runs.
      const requests = parts.map((part) => readDeletion(request, part, context.account));
      const replies: string[] = [];
      for (const [index, inner] of requests.entries())
        replies.push(formatPart(parts[index]?.contentId, await runAlone(inner, context)));
      const answered = `batchresponse_${request.id}`;
      return {
        status: 202,
        headers: { 'content-type': `multipart/mixed; boundary=${answered}` },
        body: `${replies.map((text) => `--${answered}\r\n${text}\r\n`).join('')}--${answered}--`,
      };
    },
  };
}

function readDeletion(outer: LakeRequest, part: Part, account: string): LakeRequest {
  const inner = readRequest(outer.incoming, account, part);
  if (inner.level !== 'path' || inner.method !== 'DELETE')
    throw new LakeRefusal('operation_unsupported', 'A batch can only delete blobs.');
  if (outer.level === 'filesystem' && outer.filesystem !== inner.filesystem)
    throw new LakeRefusal('batch_invalid', 'A request of the batch is for another container.');
  return inner;
}

interface Part {
  readonly contentId: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
}

function readParts(text: string, boundary: string): Part[] {
  const pieces = text.split(
    new RegExp(`(?:^|\\r?\\n)--${escapePattern(boundary)}(?:--)?[ \\t]*(?:\\r?\\n|$)`),
  );
  return pieces.filter((piece) => piece.trim() !== '').map(readPart);
}

function readPart(text: string): Part {
  const [outer, inner] = splitOnce(text, /\r?\n\r?\n/);
  const [head] = splitOnce(inner.trimStart(), /\r?\n\r?\n/);
  const [line = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line.trim());
  if (match === null) throw new LakeRefusal('batch_invalid', `"${line}" does not begin an HTTP request.`);
  const rawHeaders = lines.filter((one) => one.includes(':')).flatMap((one) => splitHeader(one));
  return {
    contentId: /^content-id: *(.+?)\r?$/im.exec(outer)?.[1],
    method: match[1] ?? '',
    // Some clients send the whole URL.
    url: (match[2] ?? '').replace(/^https?:\/\/[^/]+/, ''),
    headers: toHeaders(rawHeaders),
    rawHeaders,
  };
}

function toHeaders(rawHeaders: readonly string[]): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[(rawHeaders[index] ?? '').toLowerCase()] = rawHeaders[index + 1] ?? '';
  return headers;
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function splitOnce(text: string, separator: RegExp): [string, string] {
  const match = separator.exec(text);
  return match === null
    ? [text, '']
    : [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function formatPart(contentId: string | undefined, { status, headers = {}, body = '' }: HttpReply): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return [
    'Content-Type: application/http',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${status < 300 ? 'Accepted' : 'Refused'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
}
