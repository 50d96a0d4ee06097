import { requirePath } from '../store/lake-path';
import { fromToken, list, pageOf, toToken, type Listed } from '../store/listing';
import { requireFilesystem } from '../store/writes';
import { readFlag, readNumber } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeOperation } from '../wire/operation';
import { ACCESS } from './path-status';

/** Azure's limit of a page, and its default ("Path - List"). */
const PAGE_SIZE = 5000;

/**
 * `GET /<filesystem>?resource=filesystem&recursive=…[&directory=…][&maxResults=…][&continuation=…]` → 200
 * `{"paths": [{name, isDirectory?, contentLength, lastModified, etag, owner, group, permissions, creationTime}]}`, all strings.
 */
export const listPaths: LakeOperation = {
  name: 'ListPaths',
  api: 'dfs',
  query: ['recursive', 'directory', 'maxresults', 'continuation', 'upn'],
  run(request, { store }) {
    const { filesystem } = request;
    requireFilesystem(store, filesystem);
    const directory = (request.query.get('directory') ?? '').replace(/^\/|\/$/g, '');
    if (directory !== '' && store.find(`${filesystem}/${requirePath(directory)}`)?.kind !== 'directory')
      throw new LakeRefusal('path_not_found', `The directory "${directory}" does not exist.`);
    const items = list(store, {
      filesystem,
      directory,
      recursive: readFlag(request, 'recursive'),
      after: fromToken(request.query.get('continuation')),
    });
    const { page, next } = pageOf(
      items,
      Math.min(readNumber(request, 'maxresults', 1) ?? PAGE_SIZE, PAGE_SIZE),
    );
    return {
      status: 200,
      headers: {
        'content-type': 'application/json;charset=utf-8',
        ...(next !== undefined && { 'x-ms-continuation': toToken(next) }),
      },
      body: JSON.stringify({ paths: page.map(toPath) }),
    };
  },
};

function toPath({ name, found }: Listed): Record<string, string> {
  return {
    name,
    ...(found.kind === 'directory' && { isDirectory: 'true' }),
    contentLength: String(found.length),
    lastModified: new Date(found.modifiedAt).toUTCString(),
    etag: found.tag,
    creationTime: toFileTime(found.createdAt),
    ...ACCESS.owners,
    permissions: found.kind === 'directory' ? ACCESS.directory : ACCESS.file,
  };
}

/** 100 ns ticks since 1601. */
function toFileTime(milliseconds: number): string {
  return String((BigInt(Math.trunc(milliseconds)) + 11_644_473_600_000n) * 10_000n);
}
