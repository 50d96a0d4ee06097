import { type HttpReply } from '../../kit';
import { type LakeStore } from '../store/lake-store';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { type Sas } from './sas';
import { type SasAccess, type SasRule } from './sas-access';

/**
 * Refuses an operation that a shared access signature does not allow.
 *
 * @param path that the operation reads or writes
 * @throws LakeRefusal 403
 */
export function authorize(
  sas: Sas,
  rule: SasRule,
  {
    request,
    path,
    store,
  }: { readonly request: LakeRequest; readonly path: string; readonly store: LakeStore },
): void {
  if (rule === 'none') throw new LakeRefusal('authorization_failed');
  const access = typeof rule === 'function' ? rule(request) : rule;
  if (sas.kind === 'account') requireAccount(sas, access);
  else if (access.accountOnly === true) throw new LakeRefusal('authorization_failed');
  requirePermission(sas.granted('sp'), access, () => store.find(path) !== undefined);
}

const TYPES = { service: 's', container: 'c', object: 'o' } as const;

function requireAccount(sas: Sas, { resource }: SasAccess): void {
  if (!sas.get('ss').includes('b')) throw new LakeRefusal('sas_service');
  if (resource !== 'any' && !sas.get('srt').includes(TYPES[resource]))
    throw new LakeRefusal('sas_resource_type');
}

function requirePermission(permissions: string, access: SasAccess, exists: () => boolean): void {
  const hasOneOf = (letters: string): boolean =>
    Array.from(letters).some((letter) => permissions.includes(letter));
  if (access.resource === 'any' || hasOneOf(access.anyOf)) return;
  if (!hasOneOf(access.forNew ?? '')) throw new LakeRefusal('sas_permission');
  if (exists()) throw new LakeRefusal('sas_overwrite');
}

const RESPONSE_HEADERS = {
  rscc: 'cache-control',
  rscd: 'content-disposition',
  rsce: 'content-encoding',
  rscl: 'content-language',
  rsct: 'content-type',
} as const;

/** Replaces headers of a read by those that the signature has. An account SAS does not sign any. */
export function overrideHeaders(reply: HttpReply, sas: Sas, request: LakeRequest): HttpReply {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (sas.kind === 'account' || !isRead || request.level !== 'path') return reply;
  const given = Object.entries(RESPONSE_HEADERS).flatMap(([name, header]): [string, string][] => {
    const value = sas.get(name as keyof typeof RESPONSE_HEADERS);
    return value === '' ? [] : [[header, value]];
  });
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(given) } };
}
