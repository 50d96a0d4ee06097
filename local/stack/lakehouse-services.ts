import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppService } from '../app-service';
import { type ChildService } from './child-service';
import { type ServiceContext, standIn, startNode, toAddressFlags } from './services';

/** Name of the job in `databricks/resources` that refreshes the lakehouse. */
const JOB = 'refresh';
/** Secret scope and key, as in the bundle's variable `secret_scope`. */
const PEPPER_SECRET = 'sluice/pseudonym-pepper';

export interface IdentityReady {
  readonly port: number;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
}

export interface KeyVaultReady {
  readonly port: number;
  readonly vaultUrl: string;
}

export interface RawFilesReady {
  readonly port: number;
  readonly baseUrl: string;
}

export interface DataFactoryReady {
  readonly port: number;
  readonly endpoint: string;
  readonly factoryResourceId: string;
}

export interface DatabricksReady {
  readonly port: number;
  readonly baseUrl: string;
  /** Job ids by the job's key in the bundle. */
  readonly jobs: Readonly<Record<string, number>>;
}

export interface PowerBiReady {
  readonly port: number;
  readonly endpoint: string;
  readonly workspaceId: string;
  /** Ids of semantic models by name. */
  readonly semanticModels: Readonly<Record<string, string>>;
  /** Page that shows the received rows. */
  readonly arrivedUrl: string;
}

/**
 * Secrets that the services of one stack share. They are new at each start of the stack, and unchanged when
 * one service restarts.
 */
export interface StackSecrets {
  /** Signs bearer tokens. */
  readonly tokenKey: string;
  /** Secret header that the app sends to the identity endpoint. */
  readonly identityHeader: string;
  /**
   * Key of the pseudonyms. It is kept with the data, because a new key would give customers new pseudonyms.
   */
  readonly pepper: string;
}

export function makeSecrets(dataDirectory: string): StackSecrets {
  const file = join(dataDirectory, 'pseudonym-pepper');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return {
    tokenKey: randomBytes(32).toString('hex'),
    identityHeader: randomBytes(16).toString('hex'),
    pepper: readFileSync(file, 'utf8'),
  };
}

/** Starts the managed identity endpoint. The app's credential uses it as in Azure. */
export function startIdentityService(
  context: ServiceContext,
  options: { readonly port: number; readonly secrets: StackSecrets },
): Promise<ChildService<IdentityReady>> {
  const { tokenKey, identityHeader } = options.secrets;
  return startNode<IdentityReady>(
    context,
    'Managed identity',
    'identity',
    [...standIn('identity'), ...toAddressFlags(context, options.port)],
    { SLUICE_TOKEN_KEY: tokenKey, SLUICE_IDENTITY_HEADER: identityHeader },
  );
}

/** Starts the Key Vault stand-in. It has the pepper of pseudonyms, as the vault of a deployment. */
export function startKeyVaultService(
  context: ServiceContext,
  options: { readonly port: number; readonly secrets: StackSecrets },
): Promise<ChildService<KeyVaultReady>> {
  const { tokenKey, pepper } = options.secrets;
  return startNode<KeyVaultReady>(
    context,
    'Key Vault',
    'key-vault',
    [
      ...standIn('key-vault'),
      ...toAddressFlags(context, options.port),
      '--data',
      join(context.dataDirectory, 'key-vault'),
      '--tls',
      context.certificatesDirectory,
      '--secret',
      'pseudonym-pepper=PSEUDONYM_PEPPER',
    ],
    { SLUICE_TOKEN_KEY: tokenKey, PSEUDONYM_PEPPER: pepper },
  );
}

/** Starts a server of public files at the paths of GitHub, with files of the package vega-datasets. */
export function startRawFilesService(
  context: ServiceContext,
  options: { readonly port: number },
): Promise<ChildService<RawFilesReady>> {
  return startNode<RawFilesReady>(context, 'Raw files', 'raw-files', [
    ...standIn('raw-files'),
    ...toAddressFlags(context, options.port),
  ]);
}

/** Starts the Data Factory stand-in, which runs the pipelines of `adf/`. */
export function startDataFactoryService(
  context: ServiceContext,
  options: {
    readonly port: number;
    readonly secrets: StackSecrets;
    readonly definitionsDirectory: string;
    readonly lakeConnectionString: string;
    readonly rawFilesUrl: string;
    /** Folder with the tables of the simulated ERP system; undefined without one. */
    readonly erpDirectory: string | undefined;
  },
): Promise<ChildService<DataFactoryReady>> {
  return startNode<DataFactoryReady>(
    context,
    'Data Factory',
    'data-factory',
    [
      ...standIn('data-factory'),
      ...toAddressFlags(context, options.port),
      '--data',
      join(context.dataDirectory, 'data-factory'),
      '--definitions',
      options.definitionsDirectory,
      '--override',
      `gitHubRaw=${options.rawFilesUrl}`,
      ...(options.erpDirectory === undefined ? [] : ['--tables', `erp=${options.erpDirectory}`]),
      '--retry-interval-seconds',
      '1',
    ],
    {
      SLUICE_TOKEN_KEY: options.secrets.tokenKey,
      SLUICE_LAKE_CONNECTION_STRING: options.lakeConnectionString,
    },
  );
}

/** Starts the Databricks stand-in, which runs the job of `databricks/` with the models of `lakehouse/`. */
export function startDatabricksService(
  context: ServiceContext,
  options: {
    readonly port: number;
    readonly secrets: StackSecrets;
    readonly bundleDirectory: string;
    readonly modelsDirectory: string;
    readonly lakeDirectory: string;
    readonly lakeConnectionString: string;
    /** Time zone of the days in Gold. @default the bundle's */
    readonly businessTimeZone?: string;
    readonly faultEndpoint: boolean;
  },
): Promise<ChildService<DatabricksReady>> {
  const { tokenKey, pepper } = options.secrets;
  return startNode<DatabricksReady>(
    context,
    'Databricks',
    'databricks',
    [
      ...standIn('databricks'),
      ...toAddressFlags(context, options.port),
      '--data',
      join(context.dataDirectory, 'databricks'),
      '--bundle',
      options.bundleDirectory,
      '--models',
      options.modelsDirectory,
      '--var',
      `lake=${options.lakeDirectory}`,
      '--var',
      'retry_interval_millis=500',
      '--secret',
      `${PEPPER_SECRET}=PSEUDONYM_PEPPER`,
      ...(options.businessTimeZone === undefined
        ? []
        : ['--var', `business_time_zone=${options.businessTimeZone}`]),
      ...(options.faultEndpoint ? ['--fault-endpoint'] : []),
    ],
    {
      SLUICE_TOKEN_KEY: tokenKey,
      PSEUDONYM_PEPPER: pepper,
      LAKE_CONNECTION_STRING: options.lakeConnectionString,
    },
  );
}

/** Starts the Power BI stand-in, with Gold's semantic model in its workspace. */
export function startPowerBiService(
  context: ServiceContext,
  options: { readonly port: number; readonly secrets: StackSecrets; readonly faultEndpoint: boolean },
): Promise<ChildService<PowerBiReady>> {
  return startNode<PowerBiReady>(
    context,
    'Power BI',
    'power-bi',
    [
      ...standIn('power-bi'),
      ...toAddressFlags(context, options.port),
      '--data',
      join(context.dataDirectory, 'power-bi'),
      // The dataset of a kept folder follows the contracts; see create-dataset.ts.
      '--flexible-tables',
      ...(options.faultEndpoint ? ['--fault-endpoint'] : []),
    ],
    { SLUICE_TOKEN_KEY: options.secrets.tokenKey },
  );
}

/** Returns the settings with which the app's credential finds the identity endpoint. */
export function toIdentitySettings(identity: IdentityReady): Record<string, string> {
  return {
    IDENTITY_ENDPOINT: identity.identityEndpoint,
    IDENTITY_HEADER: identity.identityHeader,
    // Skips the other credentials of the chain (https://aka.ms/azsdk/js/identity/credential-chains).
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  };
}

/** Returns the settings with which a program changes the app's settings, as an operator does in Azure. */
export function toManagementSettings({ endpoint, siteResourceId }: AppService): Record<string, string> {
  return { RESOURCE_MANAGER_ENDPOINT: endpoint, FUNCTION_APP_RESOURCE_ID: siteResourceId };
}

/** Returns the settings with which the app finds these services. */
export function toRefreshSettings(services: {
  readonly dataFactory: DataFactoryReady;
  readonly databricks: DatabricksReady;
  readonly powerBi: PowerBiReady;
  /** Whether there is a simulated ERP system, whose tables a refresh brings in. */
  readonly hasErp: boolean;
}): Record<string, string> {
  const { dataFactory, databricks, powerBi, hasErp } = services;
  return {
    DATABRICKS_WORKSPACE_URL: databricks.baseUrl,
    DATABRICKS_JOB_ID: String(databricks.jobs[JOB] ?? 0),
    DATA_FACTORY_ENDPOINT: dataFactory.endpoint,
    DATA_FACTORY_RESOURCE_ID: dataFactory.factoryResourceId,
    POWER_BI_ENDPOINT: powerBi.endpoint,
    POWER_BI_WORKSPACE_ID: powerBi.workspaceId,
    POWER_BI_SEMANTIC_MODEL_ID: Object.values(powerBi.semanticModels)[0] ?? '',
    REFRESH_PIPELINES: hasErp ? 'ingest_reference_files,ingest_erp' : 'ingest_reference_files',
    REFRESH_ARRIVALS_SCHEDULE: '*/30 * * * * *',
    REFRESH_AFTER_EVENTS: '20000',
    REFRESH_SCHEDULE: '0 */5 * * * *',
    REFRESH_POLL_SECONDS: '0.2',
    // A small refresh takes seconds, and a poll costs nothing here.
    REFRESH_POLL_MAX_SECONDS: '0.5',
  };
}
