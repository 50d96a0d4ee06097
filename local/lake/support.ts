import { type ServiceSupport, webPagesRow } from '../kit';

/** Supported and refused operations of the lake. `npm run generate` writes local/SUPPORT.md from it. */
export const support: ServiceSupport = {
  defaultPort: 10_000,
  service: 'Azure Data Lake Storage Gen2 (Blob and DFS endpoints)',
  supported: [
    {
      id: 'directory',
      feature: 'Objects as plain files in <data>/<filesystem>/<path>',
      note: 'Files that were copied there by hand are served, too; symbolic links only within their container. Metadata, ETags and content headers are in <data>/.lake by path, so the whole directory can be copied.',
    },
    {
      id: 'endpoint',
      feature: 'Both endpoints on one http address, the account in the path',
      note: 'Azure has one host for each endpoint. Requests that look the same on both, such as GET of a path, get the response of the Blob endpoint. Hosts such as devstoreaccount1.dfs.localhost name the account as in Azure; then the path does not. With the default port, this is the address of UseDevelopmentStorage=true.',
    },
    { id: 'auth.shared-key', feature: 'SharedKey signatures', note: 'The age of x-ms-date is not checked.' },
    {
      id: 'auth.sas.account',
      feature: 'Shared access signatures of the account',
      note: 'Versions since 2015-04-05, with services, resource types, permissions, times, addresses and protocols. An encryption scope is signed, but not applied. Proved with azcopy and Microsoft’s clients for JavaScript and Python.',
    },
    {
      id: 'auth.sas.service',
      feature: 'Shared access signatures of containers, directories and blobs',
      note: 'With stored access policies, and with headers that replace those of the response. A signature that may only create does not replace. The source of a copy or rename needs its own. Proved with azcopy and Microsoft’s clients for JavaScript and Python.',
    },
    {
      id: 'auth.sas.delegation',
      feature: 'User delegation: Get User Delegation Key, and signatures with its keys',
      note: 'The token is one of the local identity for https://storage.azure.com. Clients refuse to send it over http, unless as a header of their request. Signatures can be bound to a user (sduoid), headers and parameters. Roles and access control lists do not limit them. Proved with azcopy and Microsoft’s clients for JavaScript and Python.',
    },
    { id: 'account', feature: 'Get Account Information', note: 'StorageV2 with a hierarchical namespace.' },
    {
      id: 'container.policies',
      feature: 'Get and Set Container ACL: stored access policies',
      note: 'A new policy has an effect at once.',
    },
    {
      id: 'container',
      feature: 'Containers: create, properties, metadata, delete, list',
      note: 'A name can be used again as soon as its container is deleted.',
    },
    {
      id: 'blob.put',
      feature: 'Put Blob of block blobs, with conditions, metadata, content headers and MD5',
    },
    {
      id: 'blob.blocks',
      feature: 'Put Block, Put Block List, Get Block List',
      note: 'A restart discards staged blocks; committing them then fails with InvalidBlockList.',
    },
    {
      id: 'blob.append',
      feature: 'Append blobs: Put Blob, Append Block, Append Block From URL, Append Blob Seal',
      note: 'With conditions on position and size. Each block rewrites the whole blob. A copy of a sealed blob is not sealed. The DFS endpoint appends to block blobs only.',
    },
    {
      id: 'blob.from-url',
      feature: 'Put Blob From URL, Put Block From URL, with ranges, digests and conditions of the source',
      note: 'From blobs of the same account. Put Blob From URL takes over properties, but not metadata.',
    },
    { id: 'blob.read', feature: 'Get Blob with ranges and conditions, Get Blob Properties' },
    { id: 'blob.change', feature: 'Set Blob Metadata, Set Blob HTTP Headers, Delete Blob' },
    {
      id: 'blob.copy',
      feature: 'Copy Blob and Copy Blob From URL within the account',
      note: 'The copy is complete when the response arrives, for any size. Id, source and status are kept until the blob is written again.',
    },
    {
      id: 'blob.list',
      feature: 'List Blobs, flat and by hierarchy, with prefix, first name, paging and metadata',
      note: 'In the order of UTF-16 code units. A flat listing includes directories, as in an account with a hierarchical namespace. Deleted blobs, snapshots, versions and tags can be included; there are none.',
    },
    {
      id: 'blob.batch.delete',
      feature: 'Blob Batch of deletions',
      note: 'Each with its own signature. A batch with any other request is refused as a whole.',
    },
    {
      id: 'digests',
      feature: 'MD5 and CRC64 of bodies, block lists and ranges',
    },
    {
      id: 'structured',
      feature: 'Structured bodies with CRC64 (XSM/1.0) of uploads and downloads',
    },
    {
      id: 'lease',
      feature: 'Leases of blobs, paths and containers: acquire, renew, change, release, break',
      note: 'Also with an append or a flush, and its lease action. In memory: a restart ends them. A rename ends those of the source and the destination.',
    },
    { id: 'filesystem', feature: 'Filesystems over DFS: create, properties, delete, list' },
    {
      id: 'path.create',
      feature: 'Path Create of files and directories, including their parents',
    },
    {
      id: 'path.append',
      feature: 'Path Update: append, flush, set properties',
      note: 'A flush rewrites the whole file. A restart discards data that is not flushed; flushing it then fails with InvalidFlushPosition. A file in place of a directory, or the reverse, is PathConflict.',
    },
    {
      id: 'path.rename',
      feature: 'Rename of files and directories, with conditions on both sides',
      note: 'One step for any size, so there is never a continuation. The renamed path gets a new ETag; paths below it keep theirs.',
    },
    { id: 'path.delete', feature: 'Path Delete, also recursive', note: 'One step for any size.' },
    { id: 'path.list', feature: 'Path List with recursion, directory, first name and paging' },
    {
      id: 'path.access',
      feature: 'Get Status, Get and Set Access Control of paths and the root, also recursive',
      note: 'Owners, permissions, umask, named and default entries are kept, but not enforced: the account key may do everything. A change keeps the ETag. A file that is created again or put gets new access.',
    },
    {
      id: 'dialects',
      feature: 'Requests as clients in Python, Java, C++ and Rust send them',
      note: 'Headers sent empty count as absent; X-HTTP-Method-Override: PATCH; filesystem// is the root; errors of HEAD have no content type.',
    },
    {
      id: 'conditions',
      feature: 'If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since',
      note: 'The check and the change are one step: of concurrent creates with If-None-Match: *, exactly one succeeds.',
    },
    {
      id: 'durability',
      feature: 'Acknowledged writes survive a killed process and a power cut',
      note: 'Surviving a power cut needs fsync, which is on by default.',
    },
  ],
  refused: [
    {
      id: 'auth.sas.old',
      feature: 'Shared access signatures of snapshots and versions, and those before version 2015-04-05',
      note: '501 NotImplemented',
    },
    {
      id: 'auth.bearer',
      feature: 'Bearer tokens, except for user delegation',
      note: '501 NotImplemented; Azure clients refuse to send them over http',
    },
    { id: 'auth.anonymous', feature: 'Anonymous access', note: '401 NoAuthenticationInformation' },
    { id: 'blob.page', feature: 'Page blobs', note: '400 UnsupportedHeader' },
    {
      id: 'blob.snapshot',
      feature: 'Snapshots',
      note: '501 NotImplemented; reading one: 400 UnsupportedQueryParameter; deleting only snapshots: 400 UnsupportedHeader',
    },
    { id: 'blob.version', feature: 'Versions', note: '400 UnsupportedQueryParameter' },
    {
      id: 'blob.tags',
      feature: 'Index tags',
      note: '501 NotImplemented; as a header: 400 UnsupportedHeader',
    },
    { id: 'blob.tags.condition', feature: 'Conditions on tags', note: '400 UnsupportedHeader' },
    { id: 'blob.tier', feature: 'Access tiers other than Hot', note: '400 UnsupportedHeader' },
    { id: 'blob.tier.set', feature: 'Set Blob Tier', note: '501 NotImplemented' },
    {
      id: 'blob.encryption-key',
      feature: 'Customer-provided keys and encryption scopes',
      note: '400 UnsupportedHeader',
    },
    {
      id: 'blob.immutability',
      feature: 'Immutability policies and legal holds',
      note: '501 NotImplemented; as a header: 400 UnsupportedHeader',
    },
    { id: 'blob.undelete', feature: 'Soft delete', note: '501 NotImplemented' },
    { id: 'blob.copy.foreign', feature: 'Copies from another account', note: '400 UnsupportedHeader' },
    { id: 'blob.copy.abort', feature: 'Abort Copy Blob', note: '501 NotImplemented' },
    { id: 'blob.query', feature: 'Query Blob Contents', note: '501 NotImplemented' },
    { id: 'blob.batch', feature: 'Batches of tiers', note: '501 NotImplemented' },
    {
      id: 'blob.list.include',
      feature: 'Listing uncommitted blobs and permissions',
      note: '400 UnsupportedQueryParameter',
    },
    { id: 'blob.list.delimiter', feature: 'Delimiters other than /', note: '400 UnsupportedQueryParameter' },
    {
      id: 'container.access',
      feature: 'Public access',
      note: '400 UnsupportedHeader',
    },
    {
      id: 'service.properties',
      feature: 'Service properties and statistics',
      note: '501 NotImplemented',
    },
    { id: 'path.expiry', feature: 'Expiry', note: '501 NotImplemented; as a header: 400 UnsupportedHeader' },
    {
      id: 'path.retain',
      feature: 'Keeping unflushed data at a flush',
      note: '400 UnsupportedQueryParameter',
    },
    {
      id: 'path.mark',
      feature: 'Directories created with the metadata hdi_isfolder',
      note: '400 InvalidMetadata',
    },
    { id: 'name.root', feature: 'The containers $root, $web and $logs', note: '400 InvalidResourceName' },
    {
      id: 'name.long',
      feature: 'Names of more than 255 bytes between two slashes',
      note: '400 InvalidResourceName, because objects are plain files',
    },
    {
      id: 'name.dots',
      feature: 'The names . and .., and empty ones',
      note: '400 InvalidUri, 400 InvalidResourceName',
    },
    {
      id: 'unknown',
      feature: 'Any other header, parameter or operation with an effect',
      note: '400 UnsupportedHeader, 400 UnsupportedQueryParameter, 501 NotImplemented',
    },
  ],
  different: [webPagesRow],
};
