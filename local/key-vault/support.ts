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
      note: 'API versions 7.0 to 7.6, 2025-07-01 and 2026-04-01. A disabled version is 403 with SecretDisabled; dates do not matter, as in Azure.',
    },
    {
      id: 'set',
      feature: 'Set a secret: value, content type, tags, enabled, nbf and exp',
      note: 'Each value is a new version. Values of more than 25,600 bytes are 400.',
    },
    { id: 'update', feature: 'Change the properties of a version' },
    {
      id: 'list',
      feature: 'List secrets, versions and deleted secrets',
      note: 'In pages of at most 25, without values.',
    },
    {
      id: 'delete',
      feature: 'Delete, get deleted, recover and purge a secret',
      note: 'A deletion ends at once; in Azure it takes seconds. The name of a deleted secret is 409 until it is recovered, purged, or 90 days old. There is no purge protection.',
    },
    {
      id: 'durability',
      feature: 'Secrets survive a restart',
      note: 'With --data. Only your user can read the file.',
    },
    {
      id: 'tls',
      feature: 'HTTPS with the certificate of the stack',
      note: 'With --tls, as in npm start. Clients must trust the authority of the stack.',
    },
    {
      id: 'challenge',
      feature: 'The challenge for a request without a token',
      note: '401 with WWW-Authenticate, from which clients read the audience of their token. Its resource is that of Azure, so clients need their option that disables the verification of the resource.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'An invalid or expired token, or one for another service, is 401 with the challenge.',
    },
  ],
  refused: [
    { id: 'backup', feature: 'Backing up and restoring secrets', note: '501 NotImplemented' },
    { id: 'other', feature: 'Keys and certificates', note: '501 NotImplemented' },
    { id: 'api-version', feature: 'Other API versions, or none', note: '400 BadParameter' },
    {
      id: 'parameter',
      feature: 'Other query parameters, such as outContentType of certificates',
      note: '400 BadParameter',
    },
  ],
  different: [webPagesRow],
};
