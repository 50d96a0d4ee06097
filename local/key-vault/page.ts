import { type HttpReply, type JsonObject } from '../kit';
import { badParameter } from './wire';

/** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets */
const MAX_RESULTS = 25;

/** An element of a list, with a key that does not change when others come and go. */
export interface Listed {
  readonly key: string;
  readonly item: JsonObject;
}

/**
 * Returns a page of a list as `{value, nextLink}`. The next page begins after the last key of this one. So no
 * element is missing or repeated if others are added or removed meanwhile.
 *
 * @param listed in the order of the keys
 * @throws Refusal 400 for an invalid size or token
 */
export function toPage(listed: readonly Listed[], url: URL): HttpReply {
  const size = readSize(url.searchParams.get('maxresults'));
  const after = readToken(url.searchParams.get('$skiptoken'));
  const rest = after === undefined ? listed : listed.filter(({ key }) => key > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const nextLink = last === undefined || page.length === rest.length ? null : toLink(url, last.key);
  return { status: 200, body: { value: page.map(({ item }) => item), nextLink } };
}

function readSize(text: string | null): number {
  if (text === null) return MAX_RESULTS;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size >= 1 && size <= MAX_RESULTS) return size;
  throw badParameter(`maxresults must be a number from 1 to ${MAX_RESULTS}, not "${text}".`);
}

function readToken(token: string | null): string | undefined {
  if (token === null) return undefined;
  const key = Buffer.from(token, 'base64url').toString();
  if (key !== '' && toToken(key) === token) return key;
  throw badParameter('$skiptoken is not a token of this vault.');
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function toLink(url: URL, lastKey: string): string {
  const next = new URL(url);
  next.searchParams.set('$skiptoken', toToken(lastKey));
  return next.href;
}
