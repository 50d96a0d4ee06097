import { randomUUID } from 'node:crypto';
import { type SasAccess } from '../auth/sas-access';
import { type Leases } from '../store/leases';
import { requireForWrite } from '../store/conditions';
import { requireFound } from '../store/writes';
import { readConditions, versionHeaders } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';

const ID = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;

/**
 * `PUT ?comp=lease` of a blob or container, `POST` of a path, with `x-ms-lease-action` → 201 acquire; 200 renew, change,
 * release; 202 break.
 */
const leaseRule = (request: LakeRequest): SasAccess => {
  const isBreak = request.header('x-ms-lease-action')?.toLowerCase() === 'break';
  // d (delete) breaks a lease, because a lease can prevent a deletion.
  const anyOf = isBreak ? 'wd' : 'w';
  return request.level === 'filesystem'
    ? { resource: 'container', anyOf, accountOnly: true }
    : { resource: 'object', anyOf };
};

export const lease: LakeOperation = {
  name: 'Lease',
  api: 'blob',
  sas: leaseRule,
  headers: [
    ...CONDITION_HEADERS,
    'x-ms-lease-action',
    'x-ms-lease-duration',
    'x-ms-lease-break-period',
    'x-ms-proposed-lease-id',
  ],
  run(request, { store }) {
    const found = requireFound(store, request.path);
    requireForWrite(readConditions(request), found);
    const { status, headers } = act(request, store.leases);
    return { status, headers: { ...versionHeaders(found), ...headers } };
  },
};

function act(
  request: LakeRequest,
  leases: Leases,
): { readonly status: number; readonly headers: Record<string, string> } {
  const { path } = request;
  const action = request.header('x-ms-lease-action')?.toLowerCase() ?? '';
  switch (action) {
    case 'acquire': {
      const id = readId(request, 'x-ms-proposed-lease-id') ?? randomUUID();
      leases.acquire(path, id, readLeaseDuration(request));
      return { status: 201, headers: { 'x-ms-lease-id': id } };
    }
    case 'renew': {
      const id = requireLeaseId(request, 'x-ms-lease-id');
      leases.renew(path, id);
      return { status: 200, headers: { 'x-ms-lease-id': id } };
    }
    case 'change': {
      const id = requireLeaseId(request, 'x-ms-proposed-lease-id');
      leases.change(path, requireLeaseId(request, 'x-ms-lease-id'), id);
      return { status: 200, headers: { 'x-ms-lease-id': id } };
    }
    case 'release':
      leases.release(path, requireLeaseId(request, 'x-ms-lease-id'));
      return { status: 200, headers: {} };
    case 'break': {
      const leftMs = leases.break(path, readPeriod(request));
      return { status: 202, headers: { 'x-ms-lease-time': String(Math.ceil(leftMs / 1000)) } };
    }
    default:
      throw new LakeRefusal(
        'header_invalid',
        '"x-ms-lease-action" must be acquire, renew, change, release or break.',
      );
  }
}

/** Seconds from 15 to 60, or -1 for a lease without an end; in milliseconds. */
export function readLeaseDuration(request: LakeRequest): number {
  const text = request.header('x-ms-lease-duration') ?? '-1';
  if (text === '-1') return Infinity;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 15 || seconds > 60)
    throw new LakeRefusal('header_invalid', '"x-ms-lease-duration" must be -1 or from 15 to 60.');
  return seconds * 1000;
}

function readPeriod(request: LakeRequest): number | undefined {
  const text = request.header('x-ms-lease-break-period');
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > 60)
    throw new LakeRefusal('header_invalid', '"x-ms-lease-break-period" must be from 0 to 60.');
  return Number(text) * 1000;
}

function readId(request: LakeRequest, name: string): string | undefined {
  const id = request.header(name);
  if (id !== undefined && !ID.test(id)) throw new LakeRefusal('header_invalid', `"${name}" must be a GUID.`);
  return id;
}

export function requireLeaseId(request: LakeRequest, name: string): string {
  const id = readId(request, name);
  if (id === undefined) throw new LakeRefusal('header_missing', name);
  return id;
}
