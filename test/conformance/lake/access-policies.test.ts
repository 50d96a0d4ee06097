import {
  ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY } from '../../../local/lake';
import { LakeFixture, refusal } from './lake-fixture';

const NOW = new Date('2026-11-30T12:00:00Z');
const IN_AN_HOUR = new Date(NOW.getTime() + 3_600_000);
const KEY = new StorageSharedKeyCredential(DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY);

// Proves container.policies, auth.sas.service of lake with JavaScript.
describe('stored access policies', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start({ clock: () => NOW });
    await fixture.blobs.getBlockBlobClient('there').upload('12345', 5);
  });
  afterAll(() => fixture.remove());

  const policy = (id: string, permissions: string, expiresOn: Date | undefined = IN_AN_HOUR) => ({
    id,
    accessPolicy: { permissions, expiresOn },
  });
  const read = (values: Partial<Parameters<typeof generateBlobSASQueryParameters>[0]>) => {
    const sas = generateBlobSASQueryParameters(
      { containerName: 'bronze', identifier: 'reader', ...values },
      KEY,
    ).toString();
    const container = new ContainerClient(`${fixture.lake.baseUrl}/bronze?${sas}`, undefined, {
      retryOptions: { maxTries: 1 },
    });
    return refusal(container.getBlobClient('there').download());
  };

  test('are kept with their container, also after a restart and a change of metadata', async () => {
    const acl = [
      { id: 'a & <b>', accessPolicy: { permissions: 'rl', startsOn: NOW, expiresOn: IN_AN_HOUR } },
      policy('reader', 'r'),
    ];
    await fixture.blobs.setAccessPolicy(undefined, acl);
    await fixture.blobs.setMetadata({ purpose: 'test' });
    await fixture.restart({ clock: () => NOW });
    const { signedIdentifiers, blobPublicAccess } = await fixture.blobs.getAccessPolicy();
    expect(signedIdentifiers).toMatchObject(acl);
    expect(blobPublicAccess).toBeUndefined();
  });

  test('grant what their signatures leave out', async () => {
    await fixture.blobs.setAccessPolicy(undefined, [policy('reader', 'r'), policy('lister', 'l')]);
    expect(await read({})).toBe('accepted');
    expect(await read({ identifier: 'lister' })).toBe('403 AuthorizationPermissionMismatch');
    expect(await read({ identifier: 'nobody' })).toBe('403 AuthenticationFailed');
  });

  test('end with their time, and when they are removed', async () => {
    await fixture.blobs.setAccessPolicy(undefined, [policy('reader', 'r', NOW)]);
    expect(await read({})).toBe('403 AuthenticationFailed');
    await fixture.blobs.setAccessPolicy(undefined, [policy('reader', 'r')]);
    expect(await read({})).toBe('accepted');
    await fixture.blobs.setAccessPolicy();
    expect(await read({})).toBe('403 AuthenticationFailed');
  });

  test('cannot repeat a field of the signature', async () => {
    await fixture.blobs.setAccessPolicy(undefined, [
      { id: 'reader', accessPolicy: { permissions: 'r', expiresOn: undefined as never } },
    ]);
    expect(await read({ expiresOn: IN_AN_HOUR })).toBe('accepted');
    expect(await read({})).toBe('403 AuthenticationFailed');
    const both = { expiresOn: IN_AN_HOUR, permissions: ContainerSASPermissions.parse('r') };
    expect(await read(both)).toBe('403 AuthenticationFailed');
  });

  test('are at most five, with different ids', async () => {
    const set = (ids: readonly string[]) =>
      refusal(
        fixture.blobs.setAccessPolicy(
          undefined,
          ids.map((id) => policy(id, 'r')),
        ),
      );
    expect(await set(['1', '2', '3', '4', '5'])).toBe('accepted');
    expect(await set(['1', '2', '3', '4', '5', '6'])).toBe('400 InvalidXmlDocument');
    expect(await set(['1', '1'])).toBe('400 InvalidXmlNodeValue');
    expect(await set(['x'.repeat(65)])).toBe('400 InvalidXmlNodeValue');
    const body = '<SignedIdentifiers><SignedIdentifier>';
    const headers = { 'content-type': 'application/xml' };
    const broken = await fixture.send('/bronze?restype=container&comp=acl', { method: 'PUT', headers, body });
    expect(broken.headers.get('x-ms-error-code')).toBe('InvalidXmlDocument');
  });
});
