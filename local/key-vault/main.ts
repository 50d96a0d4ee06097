import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../shared/stand-in-error';
import { type KeyVaultOptions, startKeyVault } from './start';

const USAGE =
  'usage: main.js --token-key KEY [--port N] [--host ADDRESS] [--secret NAME=ENVIRONMENT_VARIABLE]...';

/** Ready line: `{"ready": {"port": N, "vaultUrl": "http://…"}}`. */
runAsProcess(async () => {
  const vault = await startKeyVault(readFlags());
  const { port, vaultUrl } = vault;
  return { ready: { port, vaultUrl }, close: () => vault.close() };
});

function readFlags(): KeyVaultOptions {
  try {
    const { values } = parseArgs({
      options: {
        'token-key': { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        secret: { type: 'string', multiple: true },
      },
    });
    const { 'token-key': tokenKey, port, host, secret = [] } = values;
    if (tokenKey === undefined) throw new TypeError('--token-key is missing');
    if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new TypeError(`--port is not a port: "${port}"`);
    return {
      tokenKey,
      secrets: Object.fromEntries(secret.map((text) => readSecret(text))),
      ...(port !== undefined && { port: Number(port) }),
      ...(host !== undefined && { host }),
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}

/** Values of secrets come by the environment, where other users of the machine cannot read them. */
function readSecret(text: string): readonly [string, string] {
  const [, name, variable] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || variable === undefined)
    throw new TypeError(`--secret must be NAME=ENVIRONMENT_VARIABLE, not "${text}"`);
  const value = process.env[variable];
  if (value === undefined) throw new TypeError(`--secret ${name}: ${variable} is not set`);
  return [name, value];
}
