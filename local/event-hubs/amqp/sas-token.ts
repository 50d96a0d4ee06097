import { createHmac, timingSafeEqual } from 'node:crypto';

export interface AccessKey {
  readonly name: string;
  readonly key: string;
}

export type TokenResult =
  | {
      readonly kind: 'valid';
      /** The resource that the token opens, percent-decoded. */ readonly resource: string;
      readonly expiresAtSeconds: number;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Checks a shared access signature: `SharedAccessSignature sr=…&sig=…&se=…&skn=…`. `sig` is the HMAC-SHA256,
 * with the named key, of the encoded resource, a line feed and the expiry.
 * https://learn.microsoft.com/rest/api/eventhub/generate-sas-token
 */
export function verifySasToken(token: string, accessKey: AccessKey, nowSeconds: number): TokenResult {
  const text = /^SharedAccessSignature (.+)$/.exec(token)?.[1];
  if (text === undefined) return invalid('the token is not a shared access signature');
  const fields = new Map(
    text.split('&').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const [resource, signature, expiry, keyName] = ['sr', 'sig', 'se', 'skn'].map((name) => fields.get(name));
  if (!resource || !signature || !expiry || !keyName) return invalid('the token lacks sr, sig, se or skn');
  if (decode(keyName) !== accessKey.name) return invalid(`there is no key named "${decode(keyName)}"`);
  const expected = createHmac('sha256', accessKey.key).update(`${resource}\n${expiry}`).digest();
  const given = Buffer.from(decode(signature), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return invalid('the signature of the token does not match');
  }
  const expiresAtSeconds = Number(expiry);
  if (!(expiresAtSeconds > nowSeconds)) return invalid('the token has expired');
  return { kind: 'valid', resource: decode(resource), expiresAtSeconds };
}

/** Percent-decodes a text. A malformed text is returned unchanged, and then matches nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(reason: string): TokenResult {
  return { kind: 'invalid', reason };
}
