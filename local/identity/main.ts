import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../shared/stand-in-error';
import { type IdentityOptions, startIdentity } from './start';

const USAGE =
  'usage: main.js --token-key KEY [--port N] [--host ADDRESS] [--identity-header SECRET] [--lifetime-seconds N] [--client-id GUID]...';

/** Ready line: `{"ready": {"port": N, "identityEndpoint": "http://…/msi/token", "identityHeader": "…"}}`. */
runAsProcess(async () => {
  const identity = await startIdentity(readFlags());
  const { port, identityEndpoint, identityHeader } = identity;
  return { ready: { port, identityEndpoint, identityHeader }, close: () => identity.close() };
});

function readFlags(): IdentityOptions {
  try {
    const { values } = parseArgs({
      options: {
        'token-key': { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        'identity-header': { type: 'string' },
        'lifetime-seconds': { type: 'string' },
        'client-id': { type: 'string', multiple: true },
      },
    });
    if (values['token-key'] === undefined) throw new TypeError('--token-key is missing');
    const port = wholeNumber(values.port, '--port');
    const lifetimeSeconds = wholeNumber(values['lifetime-seconds'], '--lifetime-seconds');
    return {
      tokenKey: values['token-key'],
      ...(port !== undefined && { port }),
      ...(values.host !== undefined && { host: values.host }),
      ...(values['identity-header'] !== undefined && { identityHeader: values['identity-header'] }),
      ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
      ...(values['client-id'] !== undefined && { clientIds: values['client-id'] }),
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}

function wholeNumber(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new TypeError(`${flag} must be a whole number, not "${value}"`);
  return Number(value);
}
