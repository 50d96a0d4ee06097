import { type ServiceSupport, webPagesRow } from '../kit';

/**
 * Supported and refused operations of the local vault. `npm run generate` writes local/SUPPORT.md from it.
 */
export const support: ServiceSupport = {
  defaultPort: 10_046,
  service: 'Azure Key Vault (secrets)',
  supported: [
    {
      id: 'get',
      feature: 'Get the newest version of a secret, or one version by its id',
      note: 'API versions 7.0 to 7.6 and 2025-07-01.',
    },
    { id: 'list', feature: 'List secrets', note: 'All secrets are on one page, without their values.' },
    {
      id: 'challenge',
      feature: 'The challenge for a request without a token',
      note: '401 with WWW-Authenticate, from which SecretClient reads the audience of its token. Over http the client needs allowInsecureConnection and disableChallengeResourceVerification.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'An invalid or expired token, or one for another service, is 401 with the challenge.',
    },
  ],
  refused: [
    {
      id: 'write',
      feature: 'Setting, changing, deleting, backing up and restoring secrets',
      note: '501 NotImplemented; secrets are set at the start',
    },
    { id: 'other', feature: 'Keys, certificates, versions and deleted secrets', note: '501 NotImplemented' },
    { id: 'api-version', feature: 'Other API versions, or none', note: '400 BadParameter' },
    { id: 'parameter', feature: 'Other query parameters, such as maxresults', note: '400 BadParameter' },
  ],
  different: [webPagesRow],
};
