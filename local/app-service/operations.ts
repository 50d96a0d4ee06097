import { z } from 'zod';
import {
  ArmError,
  badRequest,
  missingApiVersion,
  resourceGroupNotFound,
  resourceNotFound,
  subscriptionNotFound,
  unsupportedApiVersion,
} from '../shared/arm-error';
import { isSameName } from '../shared/arm-http';
import { readSitePath, type SiteId } from './site-id';

/** The settings of one function app. */
export interface SiteSettings {
  read(): Readonly<Record<string, string>>;
  /** Keeps the settings, all of them. The app restarts with them afterwards, which nobody waits for. */
  replace(settings: Readonly<Record<string, string>>): void;
}

export interface SiteContext {
  readonly siteResourceId: string;
  readonly id: SiteId;
  readonly settings: SiteSettings;
}

const OLDEST_API_VERSION = '2022-03-01';

/** Names that App Service takes (https://learn.microsoft.com/azure/app-service/configure-common). */
const SETTING_NAME = /^[A-Za-z0-9_.]+$/;

const updateShape = z.object({
  properties: z.record(
    z.string().regex(SETTING_NAME, 'a name has letters, digits, _ and . only'),
    z.string(),
  ),
});

/**
 * Performs one of the two operations
 * (https://learn.microsoft.com/rest/api/appservice/web-apps/list-application-settings, …/update-application-settings).
 *
 * @param body JSON of the request; `undefined` where it is empty
 * @returns the body of an answer with status 200
 * @throws ArmError 404 for another site, 400 for another api-version or a malformed body, 501 for other operations
 */
export function perform(method: string, url: URL, body: unknown, context: SiteContext): object {
  const { id, settings } = context;
  const asked = readSitePath(url.pathname);
  if (asked === undefined) throw notImplemented(`${method} ${url.pathname}`);
  requireSite(asked, id);
  requireApiVersion(url);
  const operation = `${method} ${asked.rest.toLowerCase()}`;
  if (operation === 'POST /config/appsettings/list') return toResource(context);
  if (operation !== 'PUT /config/appsettings') {
    throw notImplemented(`${method} ${asked.rest === '' ? 'of the site itself' : asked.rest}`);
  }
  const parsed = updateShape.safeParse(body);
  if (!parsed.success) {
    throw badRequest(`The application settings are not valid. ${z.prettifyError(parsed.error)}`);
  }
  settings.replace(parsed.data.properties);
  return toResource(context);
}

function requireSite(asked: SiteId, { subscription, resourceGroup, site }: SiteId): void {
  if (!isSameName(asked.subscription, subscription)) throw subscriptionNotFound(asked.subscription);
  if (!isSameName(asked.resourceGroup, resourceGroup)) throw resourceGroupNotFound(asked.resourceGroup);
  if (!isSameName(asked.site, site)) {
    throw resourceNotFound(`Microsoft.Web/sites/${asked.site}`, asked.resourceGroup);
  }
}

function requireApiVersion(url: URL): void {
  const version = url.searchParams.get('api-version');
  if (version === null) throw missingApiVersion();
  // Dates compare as text.
  if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < OLDEST_API_VERSION) {
    throw unsupportedApiVersion(version, `'${OLDEST_API_VERSION}' and later are`);
  }
}

function toResource({ siteResourceId, settings }: SiteContext): object {
  return {
    id: `${siteResourceId}/config/appsettings`,
    name: 'appsettings',
    type: 'Microsoft.Web/sites/config',
    location: 'local',
    properties: settings.read(),
  };
}

function notImplemented(what: string): ArmError {
  return new ArmError(501, 'NotImplemented', `The local App Service does not support ${what}.`);
}
