import { randomUUID } from 'node:crypto';
import { LakeFixture, refusal } from './lake-fixture';

describe('leases', () => {
  const fixture = new LakeFixture();
  let now = Date.parse('2026-01-01T00:00:00Z');
  beforeAll(() => fixture.start({ clock: () => new Date(now) }));
  afterAll(() => fixture.remove());

  const put = async (name: string) => {
    const blob = fixture.blobs.getBlockBlobClient(name);
    await blob.upload('1', 1);
    return blob;
  };

  test('refuses every write of a leased blob without its id', async () => {
    const blob = await put('held/blob');
    const { leaseId = '' } = await blob.getBlobLeaseClient().acquireLease(15);
    const file = fixture.paths.getFileClient('held/blob');
    await put('held/source');
    for (const write of [
      blob.upload('2', 1),
      blob.stageBlock('AAAA', '2', 1),
      blob.commitBlockList([]),
      blob.setMetadata({ a: '1' }),
      blob.setHTTPHeaders({}),
      blob.delete(),
      file.create(),
      file.append('2', 1, 1),
      file.move('held/other'),
      fixture.paths.getFileClient('held/source').move('held/blob'),
    ])
      expect(await refusal(write)).toBe('412 LeaseIdMissing');
    expect(await refusal(blob.upload('2', 1, { conditions: { leaseId: randomUUID() } }))).toBe(
      '412 LeaseIdMismatchWithBlobOperation',
    );
    expect((await blob.download(0, 1)).leaseState).toBe('leased');
    expect(await refusal(blob.getProperties({ conditions: { leaseId: randomUUID() } }))).toBe(
      '412 LeaseIdMismatchWithBlobOperation',
    );
    await blob.upload('22', 2, { conditions: { leaseId } });
    await file.append('3', 2, 1, { conditions: { leaseId }, flush: true });
    await blob.delete({ conditions: { leaseId } });
    await put('held/blob');
    expect((await blob.getProperties()).leaseState).toBe('available');
  });

  test('ends a lease by its time, renews, changes, breaks and releases it', async () => {
    const blob = await put('timed');
    const first = blob.getBlobLeaseClient();
    await first.acquireLease(15);
    expect(await refusal(blob.getBlobLeaseClient(randomUUID()).acquireLease(15))).toBe(
      '409 LeaseAlreadyPresent',
    );
    now += 14_000;
    await first.renewLease();
    now += 14_000;
    expect((await blob.getProperties()).leaseState).toBe('leased');
    now += 1000;
    expect((await blob.getProperties()).leaseState).toBe('expired');
    expect(await refusal(blob.upload('2', 1, { conditions: { leaseId: first.leaseId } }))).toBe(
      '412 LeaseNotPresentWithBlobOperation',
    );
    await blob.upload('2', 1);
    const second = blob.getBlobLeaseClient();
    await second.acquireLease(-1);
    expect((await blob.getProperties()).leaseDuration).toBe('infinite');
    expect(await refusal(first.renewLease())).toBe('409 LeaseIdMismatchWithLeaseOperation');
    await second.changeLease(randomUUID());
    const broken = await second.breakLease(10);
    expect(broken.leaseTime).toBe(10);
    expect((await blob.getProperties()).leaseState).toBe('breaking');
    expect(await refusal(blob.getBlobLeaseClient().acquireLease(15))).toBe(
      '409 LeaseIsBreakingAndCannotBeAcquired',
    );
    expect(await refusal(blob.upload('3', 1))).toBe('412 LeaseIdMissing');
    now += 10_000;
    expect((await blob.getProperties()).leaseState).toBe('broken');
    expect(await refusal(second.renewLease())).toBe('409 LeaseIsBrokenAndCannotBeRenewed');
    await blob.upload('3', 1);
    const third = blob.getBlobLeaseClient();
    await third.acquireLease(60);
    await third.releaseLease();
    expect((await blob.getProperties()).leaseState).toBe('available');
    expect(await refusal(third.releaseLease())).toBe('409 LeaseNotPresentWithLeaseOperation');
    expect(await refusal(blob.getBlobLeaseClient().acquireLease(5))).toBe('400 InvalidHeaderValue');
    expect(await refusal(fixture.blobs.getBlobClient('none').getBlobLeaseClient().acquireLease(15))).toBe(
      '404 BlobNotFound',
    );
  });

  test('protects a leased container from its deletion only', async () => {
    const lease = fixture.blobs.getBlobLeaseClient();
    await lease.acquireLease(15);
    expect(await refusal(fixture.blobs.delete())).toBe('412 LeaseIdMissing');
    await put('in a leased container');
    await fixture.blobs.setMetadata({ a: '1' });
    expect((await fixture.blobs.getProperties()).leaseState).toBe('leased');
    await lease.releaseLease();
  });

  test('takes the form of the DFS endpoint', async () => {
    await put('posted');
    const headers = { 'x-ms-lease-action': 'acquire', 'x-ms-lease-duration': '15' };
    const acquired = await fixture.send('/bronze/posted', { method: 'POST', headers });
    expect(acquired.status).toBe(201);
    expect(await refusal(fixture.paths.getFileClient('posted').delete())).toBe('412 LeaseIdMissing');
  });

  // Proves lease of lake with JavaScript.
  test('acquires, renews and releases a lease with an append or a flush', async () => {
    const id = randomUUID();
    const file = fixture.paths.getFileClient('acted');
    await file.create();
    const state = async () => (await file.getProperties()).leaseState;
    await file.append('1', 0, 1, { leaseAction: 'acquire', proposedLeaseId: id, leaseDurationInSeconds: 15 });
    expect(await state()).toBe('leased');
    expect(await refusal(file.append('2', 1, 1))).toBe('412 LeaseIdMissing');
    now += 14_000;
    await file.append('2', 1, 1, { leaseAction: 'auto-renew', conditions: { leaseId: id } });
    now += 14_000;
    expect(await state()).toBe('leased');
    expect(
      await refusal(file.append('3', 2, 1, { leaseAction: 'release', conditions: { leaseId: id } })),
    ).toBe('400 InvalidHeaderValue');
    await file.flush(2, { leaseAction: 'release', conditions: { leaseId: id } });
    expect(await state()).toBe('available');
    const both = { leaseAction: 'acquire-release', proposedLeaseId: id, leaseDurationInSeconds: 15 } as const;
    await file.append('3', 2, 1, { ...both, flush: true });
    expect(await state()).toBe('available');
    expect(await refusal(file.flush(9, both))).toBe('400 InvalidFlushPosition');
    expect(await state()).toBe('available');
    expect((await file.readToBuffer()).toString()).toBe('123');
    const other = file.getDataLakeLeaseClient();
    await other.acquireLease(-1);
    expect(await refusal(file.flush(3, both))).toBe('409 LeaseAlreadyPresent');
    const sent = await fixture.send('/bronze/acted?action=flush&position=3', {
      method: 'PATCH',
      headers: { 'x-ms-lease-action': 'keep', 'x-ms-lease-id': other.leaseId },
    });
    expect([sent.status, sent.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidHeaderValue']);
  });
});
