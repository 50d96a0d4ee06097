import {
  AccountSASPermissions,
  BlobSASPermissions,
  type BlobSASSignatureValues,
  BlobServiceClient,
  ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import {
  DataLakeServiceClient,
  DirectorySASPermissions,
  generateDataLakeSASQueryParameters,
  StorageSharedKeyCredential as DataLakeCredential,
} from '@azure/storage-file-datalake';
import { DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY } from '../../../local/lake';
import { LakeFixture, refusal, wrongKey } from './lake-fixture';

const NOW = new Date('2026-11-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const IN_AN_HOUR = new Date(NOW.getTime() + HOUR_MS);
const KEY = new StorageSharedKeyCredential(DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY);
const DATA_LAKE_KEY = new DataLakeCredential(DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY);
const OPTIONS = { retryOptions: { maxTries: 1 } };

describe('shared access signatures', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start({ clock: () => NOW });
    for (const name of ['there', 'd/a', 'd/b/c', 'e/f'])
      await fixture.blobs.getBlockBlobClient(name).upload('12345', 5);
  });
  afterAll(() => fixture.remove());

  const accountSas = (values: Partial<Parameters<typeof generateAccountSASQueryParameters>[0]> = {}) =>
    generateAccountSASQueryParameters(
      {
        services: 'b',
        resourceTypes: 'sco',
        permissions: AccountSASPermissions.parse('rwdlac'),
        expiresOn: IN_AN_HOUR,
        ...values,
      },
      KEY,
    ).toString();
  const accountClient = (sas: string) =>
    new BlobServiceClient(`${fixture.lake.baseUrl}?${sas}`, undefined, OPTIONS);

  const containerSas = (permissions: string, values: Partial<BlobSASSignatureValues> = {}) =>
    generateBlobSASQueryParameters(
      {
        containerName: 'bronze',
        permissions: ContainerSASPermissions.parse(permissions),
        expiresOn: IN_AN_HOUR,
        ...values,
      },
      KEY,
    ).toString();
  const containerClient = (sas: string) =>
    new ContainerClient(`${fixture.lake.baseUrl}/bronze?${sas}`, undefined, OPTIONS);
  const blobSas = (blobName: string, permissions: string, values: Partial<BlobSASSignatureValues> = {}) =>
    generateBlobSASQueryParameters(
      {
        containerName: 'bronze',
        blobName,
        permissions: BlobSASPermissions.parse(permissions),
        expiresOn: IN_AN_HOUR,
        ...values,
      },
      KEY,
    ).toString();
  const read = (sas: string, name = 'there') => refusal(containerClient(sas).getBlobClient(name).download());

  const VERSIONS = ['2015-04-05', '2018-11-09', '2020-02-10', '2020-12-06', '2025-07-05', '2026-04-06'];

  // Proves auth.sas.account of lake with JavaScript.
  describe('of accounts', () => {
    test.each(VERSIONS)('authorize all levels in version %s', async (version) => {
      const service = accountClient(accountSas({ version }));
      const name = `made-${version}`;
      await service.createContainer(name);
      const blob = service.getContainerClient(name).getBlockBlobClient('x');
      await blob.upload('12', 2);
      expect((await blob.downloadToBuffer()).toString()).toBe('12');
      const names: string[] = [];
      for await (const container of service.listContainers()) names.push(container.name);
      expect(names).toContain(name);
      await service.deleteContainer(name);
    });

    test('are refused for another service, resource type or permission', async () => {
      const list = (sas: string) => refusal(accountClient(sas).listContainers().next());
      expect(await list(accountSas({ services: 'q' }))).toBe('403 AuthorizationServiceMismatch');
      expect(await list(accountSas({ resourceTypes: 'co' }))).toBe('403 AuthorizationResourceTypeMismatch');
      const reading = accountSas({ permissions: AccountSASPermissions.parse('r') });
      expect(await list(reading)).toBe('403 AuthorizationPermissionMismatch');
      expect(await refusal(accountClient(reading).getContainerClient('bronze').exists())).toBe('accepted');
    });

    // Proves account of lake with JavaScript.
    test('read the kind of the account on all levels with any permission', async () => {
      const service = accountClient(
        accountSas({ permissions: AccountSASPermissions.parse('l'), resourceTypes: 'o' }),
      );
      const container = service.getContainerClient('bronze');
      for (const client of [service, container, container.getBlobClient('there')])
        expect(await client.getAccountInfo()).toMatchObject({
          skuName: 'Standard_LRS',
          accountKind: 'StorageV2',
          isHierarchicalNamespaceEnabled: true,
        });
    });

    test('sign an encryption scope', async () => {
      expect(await read(accountSas({ encryptionScope: 'scope' }))).toBe('accepted');
      const changed = accountSas({ encryptionScope: 'scope' }).replace('ses=scope', 'ses=other');
      expect(await read(changed)).toBe('403 AuthenticationFailed');
    });
  });

  // Proves auth.sas.service of lake with JavaScript.
  describe('of containers and blobs', () => {
    test.each(VERSIONS)('authorize their resource in version %s', async (version) => {
      expect(await read(containerSas('rl', { version }))).toBe('accepted');
      expect(await read(blobSas('d/a', 'r', { version }), 'd/a')).toBe('accepted');
      expect(await read(blobSas('d/a', 'r', { version }))).toBe('403 AuthenticationFailed');
    });

    test('sign names that the URL encodes', async () => {
      const name = 'ä b+c%/"d"';
      await fixture.blobs.getBlockBlobClient(name).upload('1', 1);
      expect(await read(blobSas(name, 'r'), name)).toBe('accepted');
    });

    test('cannot concern the container itself', async () => {
      const container = containerClient(containerSas('rwdlac'));
      expect(await refusal(container.getProperties())).toBe('403 AuthorizationFailure');
      expect(await refusal(container.setMetadata({}))).toBe('403 AuthorizationFailure');
      expect(await refusal(container.delete())).toBe('403 AuthorizationFailure');
      expect(await refusal(container.listBlobsFlat().next())).toBe('accepted');
      expect(await refusal(accountClient(containerSas('l')).listContainers().next())).toBe(
        '403 AuthenticationFailed',
      );
    });

    test('may create, but not replace, with c alone', async () => {
      const blob = containerClient(containerSas('c')).getBlockBlobClient('created');
      await blob.upload('1', 1);
      expect(await refusal(blob.upload('2', 1))).toBe('403 UnauthorizedBlobOverwrite');
      expect(await refusal(blob.delete())).toBe('403 AuthorizationPermissionMismatch');
    });

    test('may break a lease with d', async () => {
      const blob = fixture.blobs.getBlockBlobClient('leased');
      await blob.upload('1', 1);
      await blob.getBlobLeaseClient().acquireLease(-1);
      const lease = containerClient(containerSas('d')).getBlobClient('leased').getBlobLeaseClient();
      expect(await refusal(lease.acquireLease(-1))).toBe('403 AuthorizationPermissionMismatch');
      expect(await refusal(lease.breakLease(0))).toBe('accepted');
    });

    test('replace headers of responses', async () => {
      const values = {
        cacheControl: 'no-store',
        contentDisposition: 'attachment; filename="a.txt"',
        contentEncoding: 'identity',
        contentLanguage: 'de',
        contentType: 'text/plain',
      };
      const found = await containerClient(blobSas('there', 'r', values))
        .getBlobClient('there')
        .getProperties();
      expect(found).toMatchObject(values);
      const tampered = blobSas('there', 'r', values).replace('rscl=de', 'rscl=fr');
      expect(await read(tampered)).toBe('403 AuthenticationFailed');
    });

    test('authorize the requests of a batch one by one', async () => {
      await fixture.blobs.getBlockBlobClient('batched').upload('1', 1);
      const container = containerClient(containerSas('d'));
      const { subResponses } = await container
        .getBlobBatchClient()
        .deleteBlobs(['batched', 'absent'].map((name) => container.getBlobClient(name)));
      expect(subResponses.map(({ status }) => status)).toEqual([202, 404]);
    });
  });

  // Proves auth.sas.service of lake with JavaScript.
  describe('of directories', () => {
    const directorySas = (pathName: string, permissions: string) =>
      generateDataLakeSASQueryParameters(
        {
          fileSystemName: 'bronze',
          pathName,
          isDirectory: true,
          directoryDepth: pathName.split('/').length,
          permissions: DirectorySASPermissions.parse(permissions),
          expiresOn: IN_AN_HOUR,
        },
        DATA_LAKE_KEY,
      ).toString();
    const paths = (sas: string) =>
      new DataLakeServiceClient(`${fixture.lake.baseUrl}?${sas}`, undefined, OPTIONS).getFileSystemClient(
        'bronze',
      );

    test('authorize everything below them and nothing beside', async () => {
      const filesystem = paths(directorySas('d', 'rl'));
      expect(await refusal(filesystem.getFileClient('d/b/c').read())).toBe('accepted');
      expect(await refusal(filesystem.getFileClient('e/f').read())).toBe('403 AuthenticationFailed');
      const names: (string | undefined)[] = [];
      for await (const { name } of filesystem.listPaths({ path: 'd', recursive: true })) names.push(name);
      expect(names).toEqual(['d/a', 'd/b', 'd/b/c']);
      expect(await refusal(filesystem.listPaths({ path: 'e' }).next())).toBe('403 AuthenticationFailed');
      expect(await refusal(filesystem.listPaths().next())).toBe('403 AuthenticationFailed');
    });

    test('are no older than directories are', async () => {
      const ofBlob = blobSas('d', 'r', { version: '2015-04-05' }).replace('sr=b', 'sr=d&sdd=1');
      expect(await read(ofBlob, 'd/a')).toBe('403 AuthenticationFailed');
    });

    test('read and change access with e, p and o', async () => {
      const owner = '00000000-0000-4000-8000-000000000001';
      const act = (permissions: string) => paths(directorySas('d', permissions)).getFileClient('d/a');
      expect(await refusal(act('e').getAccessControl())).toBe('accepted');
      expect(await refusal(act('w').getAccessControl())).toBe('403 AuthorizationPermissionMismatch');
      const rights = {
        extendedAcls: false,
        stickyBit: false,
        owner: { read: true, write: true, execute: false },
        group: { read: true, write: false, execute: false },
        other: { read: false, write: false, execute: false },
      };
      expect(await refusal(act('p').setPermissions(rights))).toBe('accepted');
      expect(await refusal(act('o').setPermissions(rights))).toBe('403 AuthorizationPermissionMismatch');
      expect(await refusal(act('o').setPermissions(rights, { owner }))).toBe('accepted');
      expect(await refusal(act('p').setPermissions(rights, { owner }))).toBe(
        '403 AuthorizationPermissionMismatch',
      );
    });

    test('rename with m, on both sides', async () => {
      const move = async (permissions: string) => {
        await fixture.blobs.getBlockBlobClient('d/old').upload('1', 1);
        return refusal(paths(directorySas('d', permissions)).getFileClient('d/old').move('d/new'));
      };
      expect(await move('m')).toBe('accepted');
      expect(await move('rwdl')).toBe('403 AuthorizationPermissionMismatch');
      expect(await move('rdl')).toBe('403 AuthorizationPermissionMismatch');
    });
  });

  describe('as sources of a copy', () => {
    const copy = (from: string, sas: string) =>
      refusal(
        containerClient(containerSas('cw'))
          .getBlobClient('copied')
          .beginCopyFromURL(`${fixture.lake.baseUrl}/bronze/${from}${sas}`)
          .then((poller) => poller.pollUntilDone()),
      );

    test('must allow to read', async () => {
      expect(await copy('there', `?${containerSas('r')}`)).toBe('accepted');
      expect(await copy('there', `?${containerSas('l')}`)).toBe('403 CannotVerifyCopySource');
      expect(await copy('there', `?${blobSas('d/a', 'r')}`)).toBe('403 CannotVerifyCopySource');
      expect(await copy('there', '')).toBe('403 CannotVerifyCopySource');
    });
  });

  describe('are checked', () => {
    const detailOf = async (sas: string) => {
      const response = await fetch(`${fixture.lake.baseUrl}/bronze/there?${sas}`);
      const [, detail] = /<AuthenticationErrorDetail>([^<]*)</.exec(await response.text()) ?? [];
      return `${response.status} ${response.headers.get('x-ms-error-code') ?? ''}: ${detail ?? ''}`;
    };

    test('by their key', async () => {
      const values = {
        containerName: 'bronze',
        permissions: ContainerSASPermissions.parse('r'),
        expiresOn: IN_AN_HOUR,
      };
      const sas = generateBlobSASQueryParameters(values, wrongKey()).toString();
      expect(await detailOf(sas)).toBe(
        '403 AuthenticationFailed: Signature did not match. String to sign used was r\n\n2026-11-30T13:00:00Z\n/blob/devstoreaccount1/bronze\n\n\n\n2026-04-06\nc\n\n\n\n\n\n\n',
      );
      const text = await (
        await fetch(`${fixture.lake.baseUrl}/bronze?resource=filesystem&recursive=true&${sas}`)
      ).json();
      expect(text).toMatchObject({
        error: {
          code: 'AuthenticationFailed',
          detail: { AuthenticationErrorDetail: expect.stringContaining('did not match') as string },
        },
      });
    });

    test('by their time', async () => {
      const late = containerSas('r', { expiresOn: NOW });
      const times = [
        'Start [Thu, 01 Jan 1970 00:00:00 GMT]',
        'Expiry [Mon, 30 Nov 2026 12:00:00 GMT]',
        'Current [Mon, 30 Nov 2026 12:00:00 GMT]',
      ];
      expect(await detailOf(late)).toBe(
        `403 AuthenticationFailed: Signature not valid in the specified time frame: ${times.join(' - ')}`,
      );
      expect(await read(containerSas('r', { startsOn: new Date(NOW.getTime() + 1000) }))).toBe(
        '403 AuthenticationFailed',
      );
      expect(await read(containerSas('r', { startsOn: NOW }))).toBe('accepted');
    });

    test('by address and protocol', async () => {
      expect(await read(containerSas('r', { ipRange: { start: '127.0.0.1' } }))).toBe('accepted');
      expect(await read(containerSas('r', { ipRange: { start: '126.0.0.0', end: '127.0.0.1' } }))).toBe(
        'accepted',
      );
      expect(await read(containerSas('r', { ipRange: { start: '10.0.0.1', end: '10.0.0.9' } }))).toBe(
        '403 AuthorizationSourceIPMismatch',
      );
      expect(await read(containerSas('r', { protocol: SASProtocol.HttpsAndHttp }))).toBe('accepted');
      expect(await read(containerSas('r', { protocol: SASProtocol.Https }))).toBe(
        '403 AuthorizationProtocolMismatch',
      );
    });

    test('for missing and malformed fields', async () => {
      const sas = containerSas('r');
      expect(await detailOf(sas.replace(/&?se=[^&]*/, ''))).toContain('did not match');
      expect(await detailOf(sas.replace(/&?sr=c/, ''))).toBe(
        '403 AuthenticationFailed: sr is mandatory. Cannot be empty',
      );
      expect(await detailOf(sas.replace(/sv=[^&]*/, 'sv=tomorrow'))).toBe(
        '403 AuthenticationFailed: sv is not a version',
      );
      expect(await detailOf(sas.replace('sr=c', 'sr=bs'))).toBe('501 NotImplemented: ');
      expect(await detailOf(sas.replace(/sv=[^&]*/, 'sv=2014-02-14'))).toBe('501 NotImplemented: ');
    });
  });
});
