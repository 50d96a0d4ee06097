import { type ServiceSupport } from '../kit';

/** What the lake does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_010,
  service: 'Azure Data Lake Storage Gen2 (Blob and DFS endpoints)',
  supported: [
    {
      id: 'directory',
      feature: 'Objects as plain files in <data>/<filesystem>/<path>',
      note: 'Files that are put there by hand are served too. Metadata, ETags and content headers are in <data>/.lake, and are tied to a path, so the directory may be copied as a whole.',
    },
    {
      id: 'endpoint',
      feature: 'Both endpoints on one http address, the account in the path',
      note: 'The real service has one host an endpoint. What looks the same on both, such as GET of a path, answers as the Blob endpoint does.',
    },
    { id: 'auth.shared-key', feature: 'SharedKey signatures', note: 'The age of x-ms-date is not checked.' },
    {
      id: 'container',
      feature: 'Containers: create, properties, metadata, delete, list',
      note: 'A name is free again as soon as its container is deleted.',
    },
    {
      id: 'blob.put',
      feature: 'Put Blob of block blobs, with conditions, metadata, content headers and MD5',
    },
    {
      id: 'blob.blocks',
      feature: 'Put Block, Put Block List, Get Block List',
      note: 'A restart forgets staged blocks; their commit is then refused with InvalidBlockList.',
    },
    { id: 'blob.read', feature: 'Get Blob with ranges and conditions, Get Blob Properties' },
    { id: 'blob.change', feature: 'Set Blob Metadata, Set Blob HTTP Headers, Delete Blob' },
    {
      id: 'blob.copy',
      feature: 'Copy Blob within the account',
      note: 'Done by the time of the reply, however large the blob. The copy id is not kept.',
    },
    {
      id: 'blob.list',
      feature: 'List Blobs, flat and by hierarchy, with prefix, paging and metadata',
      note: 'In the order of UTF-16 code units. A flat listing shows directories too, as it does with a hierarchical namespace.',
    },
    { id: 'filesystem', feature: 'Filesystems over DFS: create, properties, delete, list' },
    {
      id: 'path.create',
      feature: 'Path Create of files and directories, parents included',
    },
    {
      id: 'path.append',
      feature: 'Path Update: append, flush, set properties',
      note: 'A flush writes the whole file anew. A restart forgets data that is not flushed; its flush is then refused with InvalidFlushPosition. Conflicts of kind answer PathConflict.',
    },
    {
      id: 'path.rename',
      feature: 'Rename of files and directories, with conditions on both sides',
      note: 'One step whatever the size, so there is never a continuation. The renamed path gets a new ETag; what is below it keeps its own.',
    },
    { id: 'path.delete', feature: 'Path Delete, also recursive', note: 'One step whatever the size.' },
    { id: 'path.list', feature: 'Path List with recursion, directory and paging' },
    {
      id: 'path.access',
      feature: 'Get Status and Get Access Control',
      note: 'Everything belongs to $superuser; files are rw-r-----, directories rwxr-x---.',
    },
    {
      id: 'conditions',
      feature: 'If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since',
      note: 'Judged and acted on in one step: of many creates with If-None-Match: * one wins.',
    },
    {
      id: 'durability',
      feature: 'What was acknowledged survives a killed process and a power cut',
      note: 'A power cut only with fsync, which is on unless the program that starts the lake says otherwise.',
    },
  ],
  refused: [
    { id: 'auth.sas', feature: 'Shared access signatures', note: '501 NotImplemented' },
    {
      id: 'auth.bearer',
      feature: 'Bearer tokens',
      note: '501 NotImplemented; the clients refuse them over http anyway',
    },
    { id: 'auth.anonymous', feature: 'Anonymous access', note: '401 NoAuthenticationInformation' },
    { id: 'lease', feature: 'Leases on blobs and containers', note: '501 NotImplemented' },
    { id: 'lease.header', feature: 'Lease ids as conditions', note: '400 UnsupportedHeader' },
    { id: 'blob.type', feature: 'Append blobs and page blobs', note: '400 UnsupportedHeader' },
    {
      id: 'blob.snapshot',
      feature: 'Snapshots',
      note: '501 NotImplemented; reading one: 400 UnsupportedQueryParameter, deleting them alone: 400 UnsupportedHeader',
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
    { id: 'blob.from-url', feature: 'Put Block From URL', note: '501 NotImplemented' },
    { id: 'blob.copy.foreign', feature: 'Copies from another account', note: '400 UnsupportedHeader' },
    { id: 'blob.copy.abort', feature: 'Abort Copy Blob', note: '501 NotImplemented' },
    { id: 'blob.query', feature: 'Query Blob Contents', note: '501 NotImplemented' },
    { id: 'blob.batch', feature: 'Batches', note: '501 NotImplemented' },
    { id: 'blob.crc64', feature: 'CRC64 and structured bodies', note: '400 UnsupportedHeader' },
    { id: 'blob.range-md5', feature: 'MD5 of a range', note: '400 UnsupportedHeader' },
    { id: 'blob.list.include', feature: 'Listing more than metadata', note: '400 UnsupportedQueryParameter' },
    { id: 'blob.list.delimiter', feature: 'Delimiters other than /', note: '400 UnsupportedQueryParameter' },
    {
      id: 'container.access',
      feature: 'Public access and stored access policies',
      note: '501 NotImplemented; as a header: 400 UnsupportedHeader',
    },
    {
      id: 'service.properties',
      feature: 'Service properties, statistics and account information',
      note: '501 NotImplemented',
    },
    {
      id: 'path.acl',
      feature: 'Setting owners, permissions and access control lists',
      note: '501 NotImplemented',
    },
    {
      id: 'path.acl.create',
      feature: 'Permissions, umask and owners at creation',
      note: '400 UnsupportedHeader',
    },
    { id: 'path.expiry', feature: 'Expiry', note: '501 NotImplemented; as a header: 400 UnsupportedHeader' },
    {
      id: 'path.retain',
      feature: 'Keeping unflushed data at a flush',
      note: '400 UnsupportedQueryParameter',
    },
    { id: 'path.list.from', feature: 'Listing from a name on', note: '400 UnsupportedQueryParameter' },
    {
      id: 'path.mark',
      feature: 'Directories made with the metadata hdi_isfolder',
      note: '400 InvalidMetadata',
    },
    { id: 'name.root', feature: 'The containers $root, $web and $logs', note: '400 InvalidResourceName' },
    {
      id: 'name.long',
      feature: 'Names of more than 255 bytes between two slashes',
      note: '400 InvalidResourceName: they are names of plain files',
    },
    {
      id: 'name.dots',
      feature: 'The names . and .., and empty ones',
      note: '400 InvalidUri, 400 InvalidResourceName',
    },
    {
      id: 'unknown',
      feature: 'Whatever else changes what is done',
      note: '400 UnsupportedHeader, 400 UnsupportedQueryParameter, 501 NotImplemented',
    },
  ],
};
