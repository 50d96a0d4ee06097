import { type ServiceSupport } from '../kit';

/** What the local vault does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_046,
  service: 'Azure Key Vault (secrets)',
  supported: [
    {
      id: 'get',
      feature: 'Get a secret, its newest version or one by its id',
      note: 'API versions 7.0 to 7.6 and 2025-07-01.',
    },
    { id: 'list', feature: 'List secrets', note: 'All on one page; values are never listed.' },
    {
      id: 'challenge',
      feature: 'The challenge to a request without a token',
      note: '401 with WWW-Authenticate, through which SecretClient finds out which token to bring. Over http it needs allowInsecureConnection and disableChallengeResourceVerification.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'A broken, old or foreign one is 401 with the challenge.',
    },
  ],
  refused: [
    {
      id: 'write',
      feature: 'Setting, changing, deleting, backing up and restoring secrets',
      note: '501 NotImplemented; secrets are given at the start',
    },
    { id: 'other', feature: 'Keys, certificates, versions and deleted secrets', note: '501 NotImplemented' },
    { id: 'api-version', feature: 'Other API versions, or none', note: '400 BadParameter' },
    { id: 'parameter', feature: 'Other query parameters, such as maxresults', note: '400 BadParameter' },
  ],
};
