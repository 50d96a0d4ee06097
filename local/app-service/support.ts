import { type ServiceSupport, webPagesRow } from '../kit';

/** Supported and refused operations of the local App Service; see {@link ServiceSupport}. */
export const support: ServiceSupport = {
  defaultPort: 10_045,
  service: 'Azure App Service (app settings of one site, over Azure Resource Manager)',
  supported: [
    {
      id: 'settings.list',
      feature: 'List application settings: POST …/config/appsettings/list',
      note: 'api-version 2022-03-01 or later. The location is "local"; there are no tags.',
    },
    {
      id: 'settings.update',
      feature: 'Update application settings: PUT …/config/appsettings',
      note: 'Replaces all settings, then restarts the app. As in Azure, the response does not wait for the restart. The next start of the stack writes its own settings again.',
    },
    { id: 'auth', feature: 'Bearer tokens for https://management.azure.com', note: 'There are no roles.' },
  ],
  refused: [
    {
      id: 'api.others',
      feature: 'The rest of Microsoft.Web: sites, slots, connection strings, start, stop, restart, functions',
      note: '501 NotImplemented',
    },
    { id: 'api-version', feature: 'Versions before 2022-03-01, or none', note: '400' },
    {
      id: 'settings.value',
      feature: 'Values other than text, and names with other characters than letters, digits, _ and .',
      note: '400 BadRequest',
    },
    { id: 'site', feature: 'Other sites, groups and subscriptions', note: '404' },
  ],
  different: [webPagesRow],
};
