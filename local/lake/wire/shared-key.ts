import { createHmac, timingSafeEqual } from 'node:crypto';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';

/** Standard headers in the order of the signature; `x-ms-date` replaces the date. */
const SIGNED_HEADERS = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
] as const;

export interface SharedKey {
  readonly account: string;
  /** Decoded. */
  readonly key: Buffer;
}

/**
 * Verifies the signature of "Authorize with Shared Key". The age of `x-ms-date` is not checked, so that a
 * stand-in with another clock remains usable.
 *
 * @throws LakeRefusal 401 without a signature, 403 for a wrong one, 501 for bearer tokens
 */
export function authenticateSharedKey(request: LakeRequest, sharedKey: SharedKey): void {
  const authorization = request.header('authorization');
  if (authorization === undefined) throw new LakeRefusal('authentication_missing');
  const [scheme = '', credential = ''] = authorization.split(' ');
  if (scheme !== 'SharedKey')
    throw new LakeRefusal('operation_unsupported', `Authorization scheme "${scheme}" is not supported.`);
  const colon = credential.indexOf(':');
  if (credential.slice(0, colon) !== sharedKey.account)
    throw new LakeRefusal(
      'authentication_failed',
      'The account of the signature is not the account of this lake.',
    );
  const given = Buffer.from(credential.slice(colon + 1), 'base64');
  const signedBy = (compare: Compare, method: string): boolean => {
    const expected = createHmac('sha256', sharedKey.key)
      .update(textToSign(request, { account: sharedKey.account, compare, method }))
      .digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  // With a method override, some clients sign the method that they send and some the one that they mean.
  const methods = new Set([request.method, request.sentMethod]);
  for (const method of methods)
    for (const compare of [byWeight, byCode]) if (signedBy(compare, method)) return;
  throw new LakeRefusal('authentication_failed');
}

function textToSign(
  request: LakeRequest,
  {
    account,
    compare,
    method,
  }: { readonly account: string; readonly compare: Compare; readonly method: string },
): string {
  const lines = [method];
  for (const name of SIGNED_HEADERS) {
    const value = request.header(name) ?? '';
    lines.push(name === 'content-length' && value === '0' ? '' : value);
  }
  for (const name of request.headerNames.filter((name) => name.startsWith('x-ms-')).sort(compare))
    lines.push(`${name}:${request.header(name) ?? ''}`);
  lines.push(`/${account}${request.rawPath}`);
  for (const name of [...request.query.keys()].sort(byCode))
    lines.push(`${name}:${request.query.get(name) ?? ''}`);
  return lines.join('\n');
}

type Compare = (left: string, right: string) => number;

/** The order that most clients in other languages use. */
function byCode(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Azure's own order, which the JavaScript clients use: hyphens count only between equal names, and an
 * underscore precedes digits.
 */
function byWeight(left: string, right: string): number {
  return byCode(weighed(left), weighed(right)) || byCode(left, right);
}

function weighed(name: string): string {
  return name.replaceAll('-', '').replaceAll('_', ' ');
}
