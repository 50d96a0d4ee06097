import {
  AccountSASPermissions,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY } from '../../../local/lake';
import { type SasAccess, type SasRule } from '../../../local/lake/auth/sas-access';
import { operations } from '../../../local/lake/operations';
import { type LakeRequest } from '../../../local/lake/wire/lake-request';
import { LakeFixture } from './lake-fixture';

const KEY = new StorageSharedKeyCredential(DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNT_KEY);
/** Letters of an account's signature that the clients know. */
const ALL = 'rwdlacupti';
const TYPES = { service: 's', container: 'c', object: 'o', any: '' } as const;

/** Headers that decide the rule of an operation. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Lease: { 'x-ms-lease-action': 'release', 'x-ms-lease-id': '00000000-0000-4000-8000-000000000001' },
  SetPathAccessControl: { 'x-ms-permissions': 'rw-------' },
};

/** A request whose route is `key`, such as `PUT path comp=metadata`. */
function requestOf(key: string, path: string) {
  const [method = '', level, ...rest] = key.split(' ');
  const headers: Record<string, string> = { ...HEADERS[operations[key]?.name ?? ''] };
  const query = new URLSearchParams();
  for (const part of rest) {
    const [name = '', value] = part.split('=');
    if (value !== undefined) query.set(name, value);
    else if (name === 'rename') headers['x-ms-rename-source'] = '/bronze/absent';
    else if (name === 'copy') headers['x-ms-copy-source'] = 'http://other.example/a';
    else if (name === 'typed') headers['x-ms-blob-type'] = 'BlockBlob';
    else if (name === 'dfs') query.set('recursive', 'true');
    else throw new Error(`"${part}" of "${key}" is new: say how a request has it`);
  }
  const url = level === 'account' ? '' : level === 'filesystem' ? '/bronze' : `/bronze/${path}`;
  return { method, url, query, headers };
}

function accessOf(
  rule: SasRule,
  headers: Readonly<Record<string, string>>,
  level: string,
): SasAccess | 'none' {
  if (typeof rule !== 'function') return rule;
  return rule({ header: (name) => headers[name], level } as LakeRequest);
}

describe('the rule of each operation for shared access signatures', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start();
  });
  // An allowed request may delete it.
  beforeEach(async () => {
    await fixture.blobs.createIfNotExists();
    await fixture.blobs.getBlockBlobClient('there').upload('1', 1);
  });
  afterAll(() => fixture.remove());

  const send = async (key: string, given: { permissions: string; resourceTypes: string; path?: string }) => {
    const { method, url, query, headers } = requestOf(key, given.path ?? 'there');
    const sas = generateAccountSASQueryParameters(
      {
        services: 'b',
        resourceTypes: given.resourceTypes,
        permissions: AccountSASPermissions.parse(given.permissions),
        expiresOn: new Date(Date.now() + 60_000),
      },
      KEY,
    ).toString();
    const target = `${fixture.lake.baseUrl}${url}?${query.toString()}&${sas}`;
    const response = await fetch(target, { method, headers });
    await response.arrayBuffer();
    return response.headers.get('x-ms-error-code') ?? String(response.status);
  };

  describe.each(Object.keys(operations))('%s', (key) => {
    const operation = operations[key];
    if (operation === undefined) throw new Error('unreachable');
    const { headers } = requestOf(key, 'there');
    const access = accessOf(operation.sas, headers, key.split(' ')[1] ?? '');

    if (access === 'none') {
      test('refuses every signature', async () => {
        expect(await send(key, { permissions: ALL, resourceTypes: 'sco' })).toBe('AuthorizationFailure');
      });
      return;
    }
    if (access.resource === 'any') {
      test('accepts every valid signature', async () => {
        expect(await send(key, { permissions: 'r', resourceTypes: 's' })).not.toMatch(/^Auth/);
      });
      return;
    }
    const type = TYPES[access.resource];
    const others = Array.from(ALL)
      .filter((letter) => !access.anyOf.includes(letter))
      .join('');

    test('is refused with all other permissions', async () => {
      expect(await send(key, { permissions: others, resourceTypes: 'sco' })).toBe(
        access.forNew === undefined ? 'AuthorizationPermissionMismatch' : 'UnauthorizedBlobOverwrite',
      );
    });

    test('is refused for other resource types', async () => {
      const resourceTypes = 'sco'.replace(type, '');
      expect(await send(key, { permissions: ALL, resourceTypes })).toBe('AuthorizationResourceTypeMismatch');
    });

    // An account's signature has neither e (execute) nor o (ownership) nor m (move).
    const letters = Array.from(access.anyOf).filter((letter) => ALL.includes(letter));
    test.each(letters)('is allowed with %s', async (permissions) => {
      expect(await send(key, { permissions, resourceTypes: type })).not.toMatch(/^Auth|^Unauthorized/);
    });

    if (access.forNew !== undefined)
      test('is allowed to create with c', async () => {
        const path = `new-${Math.random()}`;
        expect(await send(key, { permissions: 'c', resourceTypes: type, path })).not.toMatch(
          /^Auth|^Unauthorized/,
        );
      });
  });
});
