import { z } from 'zod';
import {
  type ArmId,
  armDefaults,
  badRequest,
  parseArmBody,
  Refusal,
  type RestApi,
  routeArm,
  Router,
  type RoutedOperation,
  supportPage,
  unsupportedApiVersion,
} from '../kit';
import { support } from './support';

export const SITE_TYPE = 'Microsoft.Web/sites';

/** The settings of one function app. */
export interface SiteSettings {
  read(): Readonly<Record<string, string>>;
  /** Replaces all settings. The app restarts with them afterwards; the response does not wait for that. */
  replace(settings: Readonly<Record<string, string>>): void;
}

export interface SiteContext {
  readonly siteResourceId: string;
  readonly id: ArmId;
  readonly settings: SiteSettings;
  readonly tokenKey: string;
}

const OLDEST_API_VERSION = '2022-03-01';

/** Names that App Service accepts (https://learn.microsoft.com/azure/app-service/configure-common). */
const SETTING_NAME = /^[A-Za-z0-9_.]+$/;

const updateShape = z.object({
  properties: z.record(
    z.string().regex(SETTING_NAME, 'a name can contain only letters, digits, _ and .'),
    z.string(),
  ),
});

/** https://learn.microsoft.com/rest/api/appservice/web-apps */
export const operations: readonly RoutedOperation<SiteContext>[] = [
  {
    name: 'ListApplicationSettings',
    method: 'POST',
    path: '/config/appsettings/list',
    run: ({ context, body }) => {
      parseArmBody(body);
      return { status: 200, body: toResource(context) };
    },
  },
  {
    name: 'UpdateApplicationSettings',
    method: 'PUT',
    path: '/config/appsettings',
    run: ({ context, body }) => {
      const parsed = updateShape.safeParse(parseArmBody(body));
      if (!parsed.success)
        throw badRequest(`The application settings are not valid. ${z.prettifyError(parsed.error)}`);
      context.settings.replace(parsed.data.properties);
      return { status: 200, body: toResource(context) };
    },
  },
];

const router = new Router(operations, { ignoreCase: true });

export const appServiceApi: RestApi<SiteContext> = {
  ...armDefaults,
  name: 'the local App Service',
  route: (request, { id }) =>
    routeArm(request, router, { type: SITE_TYPE, title: 'the site', id, requireVersion, notImplemented }),
  page: supportPage({
    support,
    purpose:
      'Data Factory, hooks and the az command read and change the app settings of the local function app here, as over Azure Resource Manager.',
  }),
};

function requireVersion(version: string): void {
  // The order of dates is the order of their texts.
  if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < OLDEST_API_VERSION)
    throw unsupportedApiVersion(version, `'${OLDEST_API_VERSION}' and later are`);
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

function notImplemented(what: string): Refusal {
  return new Refusal(501, 'NotImplemented', `The local App Service does not support ${what}.`);
}
