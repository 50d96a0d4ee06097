import { randomUUID } from 'node:crypto';
import {
  type BlobItem,
  BlobServiceClient,
  type BlockBlobClient,
  type ContainerClient,
} from '@azure/storage-blob';
import { refusal } from './storage-refusal';

/** Answers whose code the SDK takes from the status alone, such as those to HEAD, have only their status compared. */
const statusOf = async (request: Promise<unknown>): Promise<string> => (await refusal(request)).slice(0, 3);

/**
 * What Microsoft's Functions host needs of the account of its state: locks by lease, ownership by ETag and
 * checkpoints in metadata. The sequences of requests are those of BlobLeaseDistributedLockManager in
 * Azure/azure-webjobs-sdk, BlobCheckpointStoreInternal in Azure/azure-sdk-for-net and the lease manager of
 * Azure/durabletask.
 */
export function describeHostState(name: string, connectionString: () => string): void {
  describe(`state of the Functions host in ${name}`, () => {
    const container = (base: string): ContainerClient =>
      BlobServiceClient.fromConnectionString(connectionString(), {
        retryOptions: { maxTries: 1 },
      }).getContainerClient(base);

    /** A container that no other test has. */
    const newContainer = async (base: string): Promise<ContainerClient> => {
      const client = container(`${base}-${randomUUID().slice(0, 8)}`);
      await client.createIfNotExists();
      return client;
    };

    it('gives a lock to one of two hosts, and to the other after its release', async () => {
      const hosts = container(`azure-webjobs-hosts-${randomUUID().slice(0, 8)}`);
      const lock = hosts.getBlockBlobClient('locks/sluice-1/host');
      const first = lock.getBlobLeaseClient(randomUUID());
      // The first lock of an account: neither the container nor the blob exists.
      expect(await statusOf(first.acquireLease(15))).toBe('404');
      expect(await statusOf(lock.upload('', 0))).toBe('404');
      expect((await hosts.createIfNotExists()).succeeded).toBe(true);
      expect((await hosts.createIfNotExists()).succeeded).toBe(false);
      await lock.upload('', 0);
      await first.acquireLease(15);
      await lock.setMetadata({ FunctionInstance: 'first' }, { conditions: { leaseId: first.leaseId } });

      const second = lock.getBlobLeaseClient(randomUUID());
      expect(await refusal(second.acquireLease(15))).toBe('409 LeaseAlreadyPresent');
      expect(await refusal(lock.upload('', 0))).toBe('412 LeaseIdMissing');
      expect(await lock.getProperties()).toMatchObject({
        leaseState: 'leased',
        leaseStatus: 'locked',
        metadata: { functioninstance: 'first' },
      });
      await first.renewLease();
      await first.acquireLease(15);

      await first.releaseLease();
      expect(await lock.getProperties()).toMatchObject({
        leaseState: 'available',
        leaseStatus: 'unlocked',
        metadata: { functioninstance: 'first' },
      });
      await second.acquireLease(15);
      const late = lock.setMetadata(
        { FunctionInstance: 'first' },
        { conditions: { leaseId: first.leaseId } },
      );
      expect(await refusal(late)).toBe('412 LeaseIdMismatchWithBlobOperation');
      expect(await refusal(first.renewLease())).toBe('409 LeaseIdMismatchWithLeaseOperation');
      await second.releaseLease();
      await hosts.delete();
    });

    it('gives the ownership of a partition to the host with the newest ETag', async () => {
      const hub = await newContainer('azure-webjobs-eventhub');
      const prefix = '127.0.0.1/iot/$default/ownership/';
      const blob = hub.getBlockBlobClient(`${prefix}0`);
      const isNew = { ifNoneMatch: '*' };
      await blob.upload('', 0, { metadata: { ownerid: 'first' }, conditions: isNew });
      const again = blob.upload('', 0, { metadata: { ownerid: 'second' }, conditions: isNew });
      expect(await refusal(again)).toBe('409 BlobAlreadyExists');

      const [listed] = await list(hub, prefix);
      expect(listed).toMatchObject({ name: `${prefix}0`, metadata: { ownerid: 'first' } });
      const seen = { ifMatch: listed?.properties.etag ?? '' };
      const { etag } = await blob.setMetadata({ ownerid: 'second' }, { conditions: seen });
      expect(await refusal(blob.setMetadata({ ownerid: 'first' }, { conditions: seen }))).toBe(
        '412 ConditionNotMet',
      );
      const [changed] = await list(hub, prefix);
      expect(changed).toMatchObject({ metadata: { ownerid: 'second' } });
      expect(unquoted(changed?.properties.etag)).toBe(unquoted(etag));
      await hub.delete();
    });

    it('stores checkpoints in the metadata of empty blobs', async () => {
      const hub = await newContainer('azure-webjobs-eventhub');
      const checkpoint = (partition: number): BlockBlobClient =>
        hub.getBlockBlobClient(`127.0.0.1/iot/$default/checkpoint/${partition}`);
      const metadata = { offset: '4096', sequencenumber: '41', clientidentifier: 'first' };
      expect(await statusOf(checkpoint(0).getProperties())).toBe('404');
      expect(await refusal(checkpoint(0).setMetadata(metadata))).toBe('404 BlobNotFound');
      await checkpoint(0).upload('', 0, { metadata });
      await checkpoint(1).upload('', 0, { metadata });
      await checkpoint(0).setMetadata({ ...metadata, sequencenumber: '42' });
      expect(await checkpoint(0).getProperties()).toMatchObject({
        contentLength: 0,
        metadata: { ...metadata, sequencenumber: '42' },
      });
      const listed = await list(hub, '127.0.0.1/iot/$default/checkpoint/');
      expect(listed.map((one) => one.metadata?.['sequencenumber'])).toEqual(['42', '41']);
      await hub.delete();
    });

    it('moves a durable partition between hosts by change and break of its lease', async () => {
      const leases = await newContainer('sluice-leases');
      const blob = leases.getBlockBlobClient('intent/sluice-control-00');
      const text = (owner: string): string => JSON.stringify({ owner, epoch: 1 });
      await blob.upload(text(''), text('').length, { conditions: { ifNoneMatch: '*' } });
      const first = blob.getBlobLeaseClient(randomUUID());
      await first.acquireLease(30);
      const write = (owner: string, leaseId: string): Promise<unknown> =>
        blob.upload(text(owner), text(owner).length, { conditions: { leaseId } });
      await write('first', first.leaseId);

      const before = first.leaseId;
      await first.changeLease(randomUUID());
      expect(await refusal(write('late', before))).toBe('412 LeaseIdMismatchWithBlobOperation');
      await first.breakLease(0);
      expect(await refusal(first.renewLease())).toBe('409 LeaseIsBrokenAndCannotBeRenewed');
      const second = blob.getBlobLeaseClient(randomUUID());
      await second.acquireLease(30);
      await write('second', second.leaseId);
      expect((await blob.downloadToBuffer()).toString()).toBe(text('second'));
      const [listed] = await list(leases, 'intent/');
      expect(listed?.properties).toMatchObject({ leaseState: 'leased', leaseStatus: 'locked' });
      await second.releaseLease();
      await leases.delete();
    });
  });
}

async function list(container: ContainerClient, prefix: string): Promise<BlobItem[]> {
  const found: BlobItem[] = [];
  for await (const blob of container.listBlobsFlat({ prefix, includeMetadata: true })) found.push(blob);
  return found;
}

const unquoted = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '');
