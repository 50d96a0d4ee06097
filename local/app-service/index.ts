import { type AllowedHosts, type CommonFault, Faults, readArmPath, StandInError, startRest } from '../kit';
import { appServiceApi, SITE_TYPE, type SiteSettings } from './operations';

export { type SiteSettings };
export { support } from './support';

/** The default site. */
export const DEFAULT_SITE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sluice-local/providers/Microsoft.Web/sites/sluice-local';

export interface AppServiceOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Secret that signs tokens, the same as the secret of the identity endpoint. */
  readonly tokenKey: string;
  /** The settings of the app that runs on this machine. */
  readonly settings: SiteSettings;
  /** @default DEFAULT_SITE */
  readonly siteResourceId?: string;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A running App Service. */
export interface AppService {
  readonly port: number;
  /** Address that replaces `https://management.azure.com`. */
  readonly endpoint: string;
  readonly siteResourceId: string;
  close(): Promise<void>;
}

/**
 * Starts a stand-in for the operations of Azure Resource Manager that change the settings of one function
 * app. It runs inside the program that runs the app, because changed settings restart the app.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port is in use
 */
export async function startAppService({
  port,
  host,
  allowedHosts,
  tokenKey,
  settings,
  siteResourceId = DEFAULT_SITE,
  clock = () => new Date(),
}: AppServiceOptions): Promise<AppService> {
  const id = readArmPath(SITE_TYPE, siteResourceId);
  if (id?.rest !== '')
    throw new StandInError('option_invalid', `"${siteResourceId}" is not the resource id of a site`);
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const server = await startRest(appServiceApi, {
    context: { siteResourceId, id, settings, tokenKey },
    faults: new Faults<CommonFault>(),
    now: clock,
    port,
    host,
    allowedHosts,
  });
  return {
    port: server.port,
    endpoint: server.baseUrl,
    siteResourceId,
    close: () => server.close(),
  };
}
