import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ArmError } from '../shared/arm-error';
import { parseArmBody, readArmBody, readArmUrl, sendArmAnswer, toErrorAnswer } from '../shared/arm-http';
import { authenticate } from '../shared/authenticate-arm';
import { StandInError } from '../shared/stand-in-error';
import { perform, type SiteContext, type SiteSettings } from './operations';
import { readSitePath } from './site-id';

/** The site that is there where nobody says otherwise. */
export const DEFAULT_SITE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sluice-local/providers/Microsoft.Web/sites/sluice-local';

export interface AppServiceOptions {
  /** @default 0: any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** The secret that signs tokens; the identity endpoint is started with the same. */
  readonly tokenKey: string;
  /** Of the app that runs on this machine. */
  readonly settings: SiteSettings;
  /** @default DEFAULT_SITE */
  readonly siteResourceId?: string;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running App Service. */
export interface AppService {
  readonly port: number;
  /** In place of `https://management.azure.com`. */
  readonly endpoint: string;
  readonly siteResourceId: string;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for the part of Azure Resource Manager through which an operator changes the settings of one
 * function app. It runs within the program that runs the app, because changed settings restart the app.
 *
 * @throws StandInError `option_invalid`; `start_failed` when the port is taken
 */
export async function startAppService({
  port = 0,
  host = '127.0.0.1',
  tokenKey,
  settings,
  siteResourceId = DEFAULT_SITE,
  clock = () => new Date(),
}: AppServiceOptions): Promise<AppService> {
  const id = readSitePath(siteResourceId);
  if (id?.rest !== '') {
    throw new StandInError('option_invalid', `"${siteResourceId}" is not the resource id of a site`);
  }
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const context: SiteContext = { siteResourceId, id, settings };
  const server = createServer((request, response) => {
    void serve(request, response, { context, tokenKey, clock });
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StandInError('start_failed', `the App Service cannot listen on ${host}:${port}`, error);
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    endpoint: `http://${host}:${bound}`,
    siteResourceId,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { context, tokenKey, clock }: { context: SiteContext; tokenKey: string; clock: () => Date },
): Promise<void> {
  try {
    const text = await readArmBody(request);
    authenticate(request.headers.authorization, tokenKey, clock());
    const body = perform(request.method ?? '', readArmUrl(request), parseArmBody(text), context);
    sendArmAnswer(response, { status: 200, body });
  } catch (error) {
    // A client that went away in the middle takes no answer.
    if (request.destroyed && !request.complete) return;
    if (!(error instanceof ArmError)) console.error(error);
    sendArmAnswer(response, toErrorAnswer(error, 'The local App Service'));
  }
}
