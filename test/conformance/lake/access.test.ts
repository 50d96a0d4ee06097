import { LakeFixture, refusal } from './lake-fixture';

describe('access control lists', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  const access = async (url: string): Promise<(string | null)[]> => {
    const { headers } = await fixture.send(`${url}?action=getAccessControl&upn=false`, { method: 'HEAD' });
    return ['x-ms-owner', 'x-ms-group', 'x-ms-permissions', 'x-ms-acl'].map((name) => headers.get(name));
  };
  const create = (url: string, headers: Record<string, string>) =>
    fixture.send(url, { method: 'PUT', headers });
  const change = (url: string, headers: Record<string, string>, action = 'setAccessControl') =>
    fixture.send(`${url}?action=${action}`, { method: 'PATCH', headers });

  test('limits the permissions of a new path by the umask', async () => {
    const created: [string, Record<string, string>, string][] = [
      ['file', {}, 'rw-r-----'],
      ['directory', {}, 'rwxr-x---'],
      ['file', { 'x-ms-permissions': '0777', 'x-ms-umask': '0057' }, 'rwx-w----'],
      ['file', { 'x-ms-permissions': 'rwxrwxrwx', 'x-ms-umask': '0000' }, 'rwxrwxrwx'],
      ['directory', { 'x-ms-permissions': '1777', 'x-ms-umask': '022' }, 'rwxr-xr-t'],
    ];
    for (const [index, [resource, headers, permissions]] of created.entries()) {
      const url = `/bronze/umask/${index}`;
      expect((await create(`${url}?resource=${resource}`, headers)).status).toBe(201);
      expect((await access(url))[2]).toBe(permissions);
    }
    const listed = (await (
      await fixture.send('/bronze?resource=filesystem&recursive=false&directory=umask')
    ).json()) as {
      paths: { permissions: string }[];
    };
    expect(listed.paths.map(({ permissions }) => permissions)).toEqual(created.map(([, , text]) => text));
  });

  test('keeps owners and lists over flushes, renames and restarts', async () => {
    const file = fixture.paths.getFileClient('kept');
    await file.upload(Buffer.from('one'));
    const { etag } = await file.getProperties();
    const acl = 'user::rwx,user:ada:r-x,group::r--,mask::r-x,other::---';
    expect((await change('/bronze/kept', { 'x-ms-acl': acl, 'x-ms-owner': 'ada' })).status).toBe(200);
    expect((await file.getProperties()).etag).toBe(etag);
    await file.append('two', 3, 3, { flush: true });
    await file.setMetadata({ a: '1' });
    await file.move('kept too');
    await fixture.restart();
    expect(await access('/bronze/kept%20too')).toEqual(['ada', '$superuser', 'rwxr-x---+', acl]);
    expect((await change('/bronze/kept%20too', { 'x-ms-permissions': '0700' })).status).toBe(200);
    expect((await access('/bronze/kept%20too')).slice(2)).toEqual([
      'rwx------+',
      'user::rwx,user:ada:r-x,group::r--,mask::---,other::---',
    ]);
  });

  test('completes default entries with those of the directory, as Hadoop expects', async () => {
    await create('/bronze/completed?resource=directory', {});
    const acl = 'user::rwx,group::r-x,other::---,default:user:ada:rwx';
    expect((await change('/bronze/completed', { 'x-ms-acl': acl })).status).toBe(200);
    expect((await access('/bronze/completed'))[3]).toBe(
      'user::rwx,group::r-x,other::---,default:user::rwx,default:user:ada:rwx,default:group::r-x,default:mask::rwx,default:other::---',
    );
  });

  test('passes the default entries of the root on to new paths', async () => {
    const acl =
      'user::rwx,group::r-x,other::---,default:user::rwx,default:user:ada:rwx,default:group::r-x,default:other::---';
    for (const root of ['/bronze', '/bronze/', '/bronze//', '/bronze/%2F'])
      expect((await change(root, { 'x-ms-acl': acl })).status).toBe(200);
    expect((await access('/bronze//'))[3]).toContain('default:user:ada:rwx');
    expect((await create('/bronze/heir/of/file?resource=file', {})).status).toBe(201);
    expect((await access('/bronze/heir/of'))[3]).toBe(
      'user::rwx,user:ada:rwx,group::r-x,mask::rwx,other::---,default:user::rwx,default:user:ada:rwx,default:group::r-x,default:mask::rwx,default:other::---',
    );
    expect((await access('/bronze/heir/of/file')).slice(2)).toEqual([
      'rw-rw----+',
      'user::rw-,user:ada:rwx,group::r-x,mask::rw-,other::---',
    ]);
    const plain = 'user::rwx,group::r-x,other::---,default:user::rwx,default:group::r-x,default:other::---';
    await change('/bronze', { 'x-ms-acl': plain });
  });

  test('changes a whole directory recursively', async () => {
    const directory = fixture.paths.getDirectoryClient('tree');
    await directory.create();
    for (const name of ['tree/a', 'tree/b/c']) await fixture.paths.getFileClient(name).create();
    const add = { 'x-ms-acl': 'user:bob:r--,default:user:bob:r--' };
    const modified = await change('/bronze/tree', add, 'setAccessControlRecursive&mode=modify&maxRecords=1');
    expect(await modified.json()).toEqual({
      directoriesSuccessful: 2,
      failedEntries: [],
      failureCount: 0,
      filesSuccessful: 2,
    });
    expect((await access('/bronze/tree/b'))[3]).toContain('default:user:bob:r--');
    expect((await access('/bronze/tree/b/c'))[3]).toContain(',user:bob:r--,');
    expect((await access('/bronze/tree/b/c'))[3]).not.toContain('default');
    const drop = { 'x-ms-acl': 'user:bob,default:user:bob' };
    await change('/bronze/tree', drop, 'setAccessControlRecursive&mode=remove');
    expect((await access('/bronze/tree/b/c'))[3]).not.toMatch(/bob|mask/);
    const set = { 'x-ms-acl': 'user::rwx,group::---,other::r--' };
    await change('/bronze/tree', set, 'setAccessControlRecursive&mode=set');
    expect((await access('/bronze/tree/b/c'))[2]).toBe('rwx---r--');
  });

  test('refuses lists, permissions and masks that are not valid', async () => {
    await fixture.paths.getFileClient('strict').create();
    for (const headers of [
      { 'x-ms-acl': 'user::rwx' },
      { 'x-ms-acl': 'user::rwx,group::r-x,other::7' },
      { 'x-ms-acl': 'user::rwx,group::r-x,other::---,other::r--' },
      {
        'x-ms-acl': 'user::rwx,group::r-x,other::---,default:user::rwx,default:group::---,default:other::---',
      },
      { 'x-ms-permissions': '9999' },
      { 'x-ms-permissions': '0700', 'x-ms-acl': 'user::rwx,group::r-x,other::---' },
    ] as Record<string, string>[]) {
      const refused = await change('/bronze/strict', headers);
      expect([refused.status, refused.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidHeaderValue']);
    }
    expect((await change('/bronze/strict', {})).headers.get('x-ms-error-code')).toBe('MissingRequiredHeader');
    expect(
      await refusal(
        fixture.paths.getFileClient('none').setPermissions({
          owner: { read: true, write: true, execute: false },
          group: { read: true, write: false, execute: false },
          other: { read: false, write: false, execute: false },
          stickyBit: false,
          extendedAcls: false,
        }),
      ),
    ).toBe('404 PathNotFound');
  });
});
