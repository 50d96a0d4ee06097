import { type TokenCredential } from '@azure/identity';
import { type AppSettings } from '../ports';
import { type FunctionAppConfig } from '../settings';
import { RestClient } from '../../platform/azure/rest-client';

const SCOPE = 'https://management.azure.com/.default';
const VERSION = 'api-version=2022-03-01';

export interface AppSettingsClientOptions extends FunctionAppConfig {
  readonly credential: TokenCredential;
}

/**
 * The settings of one function app in Azure Resource Manager
 * (https://learn.microsoft.com/rest/api/appservice/web-apps/update-application-settings). They are listed with a POST,
 * because they can have secrets, and replaced as a whole.
 */
export class AppSettingsClient implements AppSettings {
  readonly #rest: RestClient;
  readonly #path: string;

  constructor({ endpoint, resourceId, credential }: AppSettingsClientOptions) {
    this.#path = `${resourceId.replace(/\/$/, '')}/config/appsettings`;
    this.#rest = new RestClient({
      service: 'Azure Resource Manager',
      baseUrl: endpoint,
      scope: SCOPE,
      credential,
      codes: { unavailable: 'resource_manager_unavailable', refused: 'resource_manager_refused' },
    });
  }

  async read(): Promise<Readonly<Record<string, string>>> {
    const { properties } = await this.#rest.send<{ readonly properties?: Readonly<Record<string, string>> }>({
      method: 'POST',
      path: `${this.#path}/list?${VERSION}`,
    });
    return properties ?? {};
  }

  async replace(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.#rest.send({
      method: 'PUT',
      path: `${this.#path}?${VERSION}`,
      body: { properties: settings },
    });
  }
}
