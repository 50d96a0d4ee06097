import { verifyToken } from '../../shared/bearer-token';
import { Refusal } from './refusal';

const AUDIENCE = 'https://analysis.windows.net/powerbi/api';

/**
 * Checks the bearer token of a request. Without one the service answers 401; one that it cannot take is 403, also when its
 * time is over (`TokenExpired`).
 *
 * @throws Refusal 401 or 403
 */
export function authenticate(header: string | undefined, { key, now }: { key: string; now: Date }): void {
  const verdict = verifyToken(header, { audience: AUDIENCE, key, now });
  switch (verdict.kind) {
    case 'valid':
      return;
    case 'missing':
      throw new Refusal(401, 'Unauthorized', 'the request has no bearer token');
    case 'invalid':
      throw new Refusal(403, 'InvalidToken', `the access token is not valid: ${verdict.reason}`);
    case 'wrong-audience':
      throw new Refusal(
        403,
        'InvalidToken',
        `the access token is for ${verdict.audience}, not for ${AUDIENCE}`,
      );
    case 'expired':
      throw new Refusal(403, 'TokenExpired', 'Access token has expired, resubmit with a new access token');
  }
}
