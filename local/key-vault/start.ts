import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { verifyToken } from '../shared/bearer-token';
import { StandInError } from '../shared/stand-in-error';
import { judgeRequest, type Secret, type VaultReply } from './judge-request';

const AUDIENCE = 'https://vault.azure.net';

/** Any tenant does; the client asks for a token of it. */
const TENANT = '5b1de000-0000-4000-8000-00000000007e';

const NAME = /^[0-9A-Za-z-]{1,127}$/;
/** https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
const MAX_VALUE_BYTES = 25_600;

export interface KeyVaultOptions {
  /** @default 0: any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** The secret that signs tokens; the identity endpoint is started with the same. */
  readonly tokenKey: string;
  /** Values by name. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running vault. */
export interface KeyVault {
  readonly port: number;
  /** Stands for `https://name.vault.azure.net`. */
  readonly vaultUrl: string;
  readonly faults: KeyVaultFaults;
  /** Gives a secret a new version, as somebody does who renews it. @throws StandInError `option_invalid` */
  setSecret(name: string, value: string): void;
  close(): Promise<void>;
}

/** Faults that a test can switch on; a counter runs down to zero as its fault happens. */
export interface KeyVaultFaults {
  /** Answer this many requests with 503. */
  failures: number;
}

/**
 * Starts a stand-in for Azure Key Vault that hands out the secrets it was started with, and keeps nothing.
 *
 * @throws StandInError `option_invalid`; `start_failed` when the port is taken
 */
export async function startKeyVault({
  port = 0,
  host = '127.0.0.1',
  tokenKey,
  secrets: given = {},
  clock = () => new Date(),
}: KeyVaultOptions): Promise<KeyVault> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const secrets = new Map<string, Secret>();
  const setSecret = (name: string, value: string): void => {
    secrets.set(name.toLowerCase(), toSecret(name, value, clock()));
  };
  for (const [name, value] of Object.entries(given)) setSecret(name, value);
  const faults: KeyVaultFaults = { failures: 0 };
  const server = createServer((request, response) => {
    const vaultUrl = `http://${request.headers.host ?? 'localhost'}`;
    answer(request, response, { secrets, vaultUrl, tokenKey, now: clock(), faults });
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StandInError('start_failed', `the key vault cannot listen on ${host}:${port}`, error);
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    vaultUrl: `http://${host}:${bound}`,
    faults,
    setSecret,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface AnswerOptions {
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly vaultUrl: string;
  readonly tokenKey: string;
  readonly now: Date;
  readonly faults: KeyVaultFaults;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { secrets, vaultUrl, tokenKey, now, faults }: AnswerOptions,
): void {
  const verdict = verifyToken(request.headers.authorization, { audience: AUDIENCE, key: tokenKey, now });
  if (verdict.kind !== 'valid') {
    response.setHeader(
      'www-authenticate',
      `Bearer authorization="https://login.windows.net/${TENANT}", resource="${AUDIENCE}"`,
    );
    const why =
      verdict.kind === 'missing' ? 'Request is missing a Bearer or PoP token.' : `AKV10032: ${verdict.kind}`;
    send(response, { status: 401, body: { error: { code: 'Unauthorized', message: why } } });
    return;
  }
  if (faults.failures > 0) {
    faults.failures -= 1;
    send(response, { status: 503, body: { error: { code: 'ServiceUnavailable', message: 'Injected.' } } });
    return;
  }
  const url = `${vaultUrl}${request.url ?? ''}`;
  if (!URL.canParse(url)) {
    send(response, { status: 400, body: { error: { code: 'BadParameter', message: 'Not an address.' } } });
    return;
  }
  send(response, judgeRequest({ method: request.method ?? '', url: new URL(url) }, { secrets, vaultUrl }));
}

function send(response: ServerResponse, { status, body }: VaultReply): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

function toSecret(name: string, value: string, now: Date): Secret {
  if (!NAME.test(name))
    throw new StandInError('option_invalid', `"${name}" is no name of a secret: letters, digits and hyphens`);
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new StandInError('option_invalid', `the secret ${name} has more than ${MAX_VALUE_BYTES} bytes`);
  const version = randomBytes(16).toString('hex');
  return { name, value, version, created: Math.floor(now.getTime() / 1000) };
}
