import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startIdentity } from '../../../local/identity';
import { startKeyVault } from '../../../local/key-vault';
import { prepareTrust } from '../../../local/stack/trust';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const TOKEN_KEY = 'key';
const PLATFORM = join(__dirname, '../../../src/lib/platform');

/** The code of the app: it reads a secret of the vault that its settings name, with its own credential. */
const PROGRAM = `
const { createCredential } = require(${JSON.stringify(join(PLATFORM, 'azure/credential'))});
const { KeyVaultClient } = require(${JSON.stringify(join(PLATFORM, 'azure/key-vault-client'))});
const client = new KeyVaultClient({
  vaultUrl: process.env.KEY_VAULT_URL,
  credential: createCredential(undefined),
  clock: { now: () => new Date() },
});
client.readSecret('db-password').then(console.log, (error) => console.log(String(error.cause)));
`;

async function readSecret(settings: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', require.resolve('tsx/cjs'), '--eval', PROGRAM],
    { env: { PATH: process.env['PATH'], ...settings }, cwd: join(__dirname, '../../..') },
  );
  return stdout.trim();
}

test('reads a secret over HTTPS only with the trust that the stack gives the app', async () => {
  const directory = await temporaryDirectory();
  const trust = await prepareTrust({
    dataDirectory: directory.path,
    allowedHosts: [],
    ownFile: undefined,
    notify: () => undefined,
    now: new Date(),
  });
  const identity = await startIdentity({ tokenKey: TOKEN_KEY });
  const vault = await startKeyVault({
    tokenKey: TOKEN_KEY,
    tls: trust,
    secrets: { 'db-password': 'hunter2' },
  });
  const settings = {
    IDENTITY_ENDPOINT: identity.identityEndpoint,
    IDENTITY_HEADER: identity.identityHeader,
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    KEY_VAULT_URL: vault.vaultUrl,
  };
  try {
    expect(await readSecret({ ...settings, ...trust.settings })).toBe('hunter2');
    expect(await readSecret(settings)).toContain('unable to verify the first certificate');
  } finally {
    await vault.close();
    await identity.close();
    await directory.remove();
  }
});
