import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { APP_OBJECT_ID, issueToken } from '../shared/bearer-token';
import { StandInError } from '../shared/stand-in-error';
import { judgeTokenRequest, TOKEN_PATH, type TokenRules } from './token-request';

/** Client id that a token of the system-assigned identity names. */
const SYSTEM_CLIENT_ID = '00000000-0000-4000-8000-00000000c11e';

export interface IdentityOptions {
  /** @default 0: any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** The secret that signs tokens; the services that check them are started with the same. */
  readonly tokenKey: string;
  /** What the environment variable `IDENTITY_HEADER` will hold. @default random */
  readonly identityHeader?: string;
  /** How long a token is valid. @default 86400, as on App Service */
  readonly lifetimeSeconds?: number;
  /** Client ids of user-assigned identities. A request that names none gets the system-assigned one. @default none */
  readonly clientIds?: readonly string[];
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running managed identity endpoint. */
export interface Identity {
  readonly port: number;
  /** For the environment variable `IDENTITY_ENDPOINT`. */
  readonly identityEndpoint: string;
  /** For the environment variable `IDENTITY_HEADER`. */
  readonly identityHeader: string;
  readonly faults: IdentityFaults;
  close(): Promise<void>;
}

/** Faults that a test can switch on; a counter runs down to zero as its fault happens. */
export interface IdentityFaults {
  /** Answer this many requests with 500, as the real endpoint does while an instance starts. */
  failures: number;
}

/**
 * Starts a stand-in for the managed identity endpoint of App Service and Functions, so that `DefaultAzureCredential`
 * gets tokens for the local services unchanged.
 *
 * @throws StandInError `option_invalid`; `start_failed` when the port is taken
 */
export async function startIdentity({
  port = 0,
  host = '127.0.0.1',
  tokenKey,
  identityHeader = randomBytes(16).toString('hex').toUpperCase(),
  lifetimeSeconds = 86_400,
  clientIds = [],
  clock = () => new Date(),
}: IdentityOptions): Promise<Identity> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  if (!(lifetimeSeconds > 0)) throw new StandInError('option_invalid', 'lifetimeSeconds must be above 0');
  const faults: IdentityFaults = { failures: 0 };
  const answer = { rules: { identityHeader, clientIds }, tokenKey, lifetimeSeconds, clock, faults };
  const server = createServer((request, response) => {
    respond(request, response, answer);
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StandInError('start_failed', `the identity endpoint cannot listen on ${host}:${port}`, error);
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    identityEndpoint: `http://${host}:${bound}${TOKEN_PATH}`,
    identityHeader,
    faults,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface AnswerOptions {
  readonly rules: TokenRules;
  readonly tokenKey: string;
  readonly lifetimeSeconds: number;
  readonly clock: () => Date;
  readonly faults: IdentityFaults;
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { rules, tokenKey, lifetimeSeconds, clock, faults }: AnswerOptions,
): void {
  const secret = request.headers['x-identity-header'];
  const url = `http://identity${request.url ?? ''}`;
  if (!URL.canParse(url)) {
    fail(response, 400, 'The address of the request is not valid.');
    return;
  }
  const verdict = judgeTokenRequest(
    {
      method: request.method ?? '',
      url: new URL(url),
      secret: typeof secret === 'string' ? secret : undefined,
    },
    rules,
  );
  if (verdict.kind === 'refused') {
    fail(response, verdict.status, verdict.message);
    return;
  }
  if (faults.failures > 0) {
    faults.failures -= 1;
    fail(response, 500, 'Injected.');
    return;
  }
  const now = clock();
  send(response, 200, {
    access_token: issueToken({
      audience: verdict.resource,
      key: tokenKey,
      now,
      lifetimeSeconds,
      objectId: verdict.clientId ?? APP_OBJECT_ID,
    }),
    client_id: verdict.clientId ?? SYSTEM_CLIENT_ID,
    expires_on: String(Math.floor(now.getTime() / 1000) + lifetimeSeconds),
    resource: verdict.resource,
    token_type: 'Bearer',
  });
}

function fail(response: ServerResponse, status: number, message: string): void {
  send(response, status, { statusCode: status, message, correlationId: randomUUID() });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
