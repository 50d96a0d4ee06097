import { SAS_READ, SAS_WRITE } from '../auth/sas-access';
import { createHash } from 'node:crypto';
import { refuseAppendBlob } from '../store/append-blob';
import { Crc64 } from '../store/crc64';
import { type Block } from '../store/entry';
import { type BlockReference } from '../store/uploads';
import { requireFilesystem, requireFile, requireFound } from '../store/writes';
import {
  contentHeaderNames,
  readConditions,
  readContentHeaders,
  requireContentLength,
  versionHeaders,
} from '../wire/headers';
import { type LakeRequest } from '../wire/lake-request';
import { receiveBody } from '../wire/receive-body';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeContext, type LakeOperation } from '../wire/operation';
import { STRUCTURED_HEADERS, structuredHeaders } from '../wire/structured-body';
import { element, unescapeXml, XML_DECLARATION } from '../wire/xml';
import { copySource, SOURCE_HEADERS } from './copy-source';
import { readBlobMetadata, requireHotTier } from './put-blob';

/** Maximum length of a decoded block id ("Put Block"). */
const BLOCK_ID_BYTES = 64;
/** Enough for 50,000 elements with the longest ids ("Put Block List"). */
const BLOCK_LIST_BYTES = 8 * 1024 * 1024;

/**
 * `PUT /<container>/<blob>?comp=block&blockid=<base64>` → 201. The block waits for a block list; a restart
 * discards it.
 */
export const putBlock: LakeOperation = {
  name: 'PutBlock',
  api: 'blob',
  sas: SAS_WRITE,
  query: ['blockid'],
  headers: ['content-md5', 'x-ms-content-crc64', 'x-ms-lease-id', ...STRUCTURED_HEADERS],
  // Python's client sends the metadata of the blob with each block; only that of the list has an effect.
  metadata: true,
  async run(request, { store, uploads }) {
    requireContentLength(request);
    const id = requireBlock(request, { store, uploads });
    const md5 = [request.header('content-md5')];
    const staged = await receiveBody(request, store, { md5, durable: false });
    uploads.stageBlock(request.path, id, staged);
    return {
      status: 201,
      headers: {
        'content-md5': staged.md5,
        'x-ms-request-server-encrypted': 'true',
        ...structuredHeaders(request),
      },
    };
  },
};

/** `PUT /<container>/<blob>?comp=block&blockid=<base64>` with `x-ms-copy-source` → 201: a block from a range of another blob. */
export const putBlockFromUrl: LakeOperation = {
  name: 'PutBlockFromUrl',
  api: 'blob',
  sas: SAS_WRITE,
  query: ['blockid'],
  headers: [...SOURCE_HEADERS, 'x-ms-source-range', 'x-ms-lease-id'],
  async run(request, context) {
    const id = requireBlock(request, context);
    const { staged } = await copySource(request, context);
    context.uploads.stageBlock(request.path, id, staged);
    return { status: 201, headers: { 'content-md5': staged.md5, 'x-ms-request-server-encrypted': 'true' } };
  },
};

/**
 * `PUT /<container>/<blob>?comp=blocklist` → 201. Body:
 * `<BlockList><Latest|Committed|Uncommitted>id</…>…</BlockList>`.
 */
export const putBlockList: LakeOperation = {
  name: 'PutBlockList',
  api: 'blob',
  sas: SAS_WRITE,
  headers: [
    ...CONDITION_HEADERS,
    ...contentHeaderNames('x-ms-blob-'),
    'content-md5',
    'x-ms-content-crc64',
    'x-ms-access-tier',
  ],
  metadata: true,
  async run(request, { uploads }) {
    requireHotTier(request);
    if (requireContentLength(request) > BLOCK_LIST_BYTES)
      throw new LakeRefusal('xml_invalid', `A block list can have at most ${BLOCK_LIST_BYTES} bytes.`);
    const list = await readList(request);
    const entry = await uploads.commitBlocks(readBlockList(list.toString()), {
      path: request.path,
      conditions: readConditions(request),
      headers: readContentHeaders(request, 'x-ms-blob-'),
      metadata: readBlobMetadata(request),
    });
    return { status: 201, headers: { ...versionHeaders(entry), 'x-ms-request-server-encrypted': 'true' } };
  },
};

/** `GET /<container>/<blob>?comp=blocklist&blocklisttype=committed|uncommitted|all` → 200, XML. */
export const getBlockList: LakeOperation = {
  name: 'GetBlockList',
  api: 'blob',
  sas: SAS_READ,
  query: ['blocklisttype'],
  run(request, { store, uploads }) {
    const type = request.query.get('blocklisttype') ?? 'committed';
    if (!['committed', 'uncommitted', 'all'].includes(type))
      throw new LakeRefusal('parameter_invalid', '"blocklisttype" must be committed, uncommitted or all.');
    const uncommitted = uploads.uncommittedBlocks(request.path);
    const found = uncommitted.length > 0 ? store.find(request.path) : requireFound(store, request.path);
    if (found !== undefined) refuseAppendBlob(requireFile(store, request.path));
    const lists = [
      ...(type === 'uncommitted' ? [] : [toXml('CommittedBlocks', found?.blocks ?? [])]),
      ...(type === 'committed' ? [] : [toXml('UncommittedBlocks', uncommitted)]),
    ];
    return {
      status: 200,
      headers: {
        ...(found !== undefined && { ...versionHeaders(found), 'x-ms-blob-content-length': found.length }),
        'content-type': 'application/xml',
      },
      body: `${XML_DECLARATION}<BlockList>${lists.join('')}</BlockList>`,
    };
  },
};

/** Checks what the request says about its block before the bytes are received, and returns the id. */
function requireBlock(
  request: LakeRequest,
  { store, uploads }: Pick<LakeContext, 'store' | 'uploads'>,
): string {
  const id = request.query.get('blockid') ?? '';
  const decodedBytes = Buffer.from(id, 'base64').length;
  if (decodedBytes === 0 || decodedBytes > BLOCK_ID_BYTES)
    throw new LakeRefusal('parameter_invalid', `"blockid" must be 1 to ${BLOCK_ID_BYTES} bytes in base64.`);
  requireFilesystem(store, request.filesystem);
  const found = store.find(request.path);
  if (found?.kind === 'directory') throw new LakeRefusal('path_is_directory');
  refuseAppendBlob(found);
  store.leases.requireForWrite(request.path, request.header('x-ms-lease-id'));
  uploads.requireIdLength(request.path, id);
  return id;
}

/** @throws LakeRefusal `md5_mismatch`, `crc64_mismatch`: the digests are of the list, not of the blob */
async function readList(request: LakeRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request.incoming) chunks.push(chunk as Buffer);
  const list = Buffer.concat(chunks);
  const md5 = request.header('content-md5');
  if (md5 !== undefined && md5 !== createHash('md5').update(list).digest('base64'))
    throw new LakeRefusal('md5_mismatch');
  const crc64 = request.header('x-ms-content-crc64');
  if (crc64 !== undefined && crc64 !== new Crc64().update(list).digest())
    throw new LakeRefusal('crc64_mismatch');
  return list;
}

/**
 * Elements are not nested and contain only base64, so a pattern matches all of them; any other text is an
 * error.
 */
function readBlockList(xml: string): BlockReference[] {
  const list = /^\s*(?:<\?xml[^>]*\?>)?\s*<BlockList(?:\s*\/>|\s*>(.*)<\/BlockList>)\s*$/s.exec(xml);
  if (list === null) throw new LakeRefusal('xml_invalid', 'The body is not a BlockList.');
  const references: BlockReference[] = [];
  const rest = (list[1] ?? '').replace(
    /<(Latest|Committed|Uncommitted)>([^<]*)<\/\1>/g,
    (_, from: string, id: string) => {
      references.push({ id: unescapeXml(id).trim(), from: from.toLowerCase() as BlockReference['from'] });
      return '';
    },
  );
  if (rest.trim() !== '')
    throw new LakeRefusal('xml_invalid', 'A BlockList can only contain Latest, Committed and Uncommitted.');
  return references;
}

function toXml(name: string, blocks: readonly Block[]): string {
  const items = blocks.map(
    ({ id, length }) => `<Block>${element('Name', id)}${element('Size', length)}</Block>`,
  );
  return `<${name}>${items.join('')}</${name}>`;
}
