import { verifyToken } from '../../../kit';
import { Refusal } from './refusal';

/** Application id of Azure Databricks, the audience of its tokens in every tenant. */
export const DATABRICKS_AUDIENCE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

/**
 * Refuses a request without a token for Azure Databricks, in the words of the service: without one or with a broken
 * one 401, with one for another audience 400 (MicrosoftDocs/azure-docs issue 85703).
 *
 * @throws Refusal
 */
export function authenticate(header: string | undefined, { key, now }: { key: string; now: Date }): void {
  const verdict = verifyToken(header, { audience: DATABRICKS_AUDIENCE, key, now });
  switch (verdict.kind) {
    case 'valid':
      return;
    case 'missing':
      throw new Refusal(401, 401, 'Credential was not sent or was of an unsupported type for this API.');
    case 'invalid':
      throw new Refusal(401, 401, `Invalid access token: ${verdict.reason}.`);
    case 'expired':
      throw new Refusal(401, 401, `Access token expired at ${verdict.expiredAt.toISOString()}.`);
    case 'wrong-audience':
      throw new Refusal(
        400,
        400,
        `io.jsonwebtoken.IncorrectClaimException: Expected aud claim to be: ${DATABRICKS_AUDIENCE}, but was: ${verdict.audience}.`,
      );
  }
}
