import { SAS_LIST } from '../auth/sas-access';
import { accessOf, formatPermissions } from '../store/access';
import { requirePath } from '../store/lake-path';
import { fromToken, list, pageOf, toToken, type Listed } from '../store/listing';
import { requireFilesystem } from '../store/writes';
import { readFlag, readNumber } from '../wire/headers';
import { type LakeRequest } from '../wire/lake-request';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeOperation } from '../wire/operation';

/** Azure's limit of a page, and its default ("Path - List"). */
const PAGE_SIZE = 5000;

/**
 * `GET /<filesystem>?resource=filesystem&recursive=…[&directory=…][&maxResults=…][&continuation=…][&beginFrom=…]` → 200
 * `{"paths": [{name, isDirectory?, contentLength, lastModified, etag, owner, group, permissions, creationTime}]}`, all strings.
 */
export const listPaths: LakeOperation = {
  name: 'ListPaths',
  api: 'dfs',
  sas: SAS_LIST,
  query: ['recursive', 'directory', 'maxresults', 'continuation', 'beginfrom', 'upn'],
  run(request, { store }) {
    const { filesystem } = request;
    requireFilesystem(store, filesystem);
    const directory = (request.query.get('directory') ?? '').replace(/^\/|\/$/g, '');
    if (directory !== '' && store.find(`${filesystem}/${requirePath(directory)}`)?.kind !== 'directory')
      throw new LakeRefusal('path_not_found', `The directory "${directory}" does not exist.`);
    const recursive = readFlag(request, 'recursive');
    const items = list(store, {
      filesystem,
      directory,
      recursive,
      from: readFrom(request, { directory, recursive }),
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

/**
 * Reads `beginFrom`, which is relative to the directory, and returns the whole name. The listing begins with it.
 *
 * @throws LakeRefusal for several levels in a listing of one level, as in Azure
 */
function readFrom(
  request: LakeRequest,
  { directory, recursive }: { readonly directory: string; readonly recursive: boolean },
): string {
  const name = (request.query.get('beginfrom') ?? '').replace(/^\/|\/$/g, '');
  if (name === '') return '';
  if (!recursive && name.includes('/'))
    throw new LakeRefusal('parameter_invalid', '"beginFrom" can have several levels only if recursive.');
  return directory === '' ? name : `${directory}/${name}`;
}

function toPath({ name, found }: Listed): Record<string, string> {
  const access = accessOf(found);
  return {
    name,
    ...(found.kind === 'directory' && { isDirectory: 'true' }),
    contentLength: String(found.length),
    lastModified: new Date(found.modifiedAt).toUTCString(),
    etag: found.tag,
    creationTime: toFileTime(found.createdAt),
    owner: access.owner,
    group: access.group,
    permissions: formatPermissions(access),
  };
}

/** 100 ns ticks since 1601. */
function toFileTime(milliseconds: number): string {
  return String((BigInt(Math.trunc(milliseconds)) + 11_644_473_600_000n) * 10_000n);
}
