import { type TokenCredential } from '@azure/identity';
import { issueToken } from '../../../local/kit';

/** A credential that signs its own tokens, for stand-ins with the same key. */
export function fixedCredential(key: string): TokenCredential & { readonly scopes: string[] } {
  const scopes: string[] = [];
  return {
    scopes,
    getToken(scope) {
      const [one = ''] = [scope].flat();
      scopes.push(one);
      const audience = one.replace(/\/\.default$/, '');
      const token = issueToken({ audience, key, now: new Date(), lifetimeSeconds: 600 });
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 600_000 });
    },
  };
}
