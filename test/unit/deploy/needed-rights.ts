import { type Right } from './roles';

/** A right, and what in the project needs it. */
export interface NeededRight extends Right {
  /** Path from the root and what stands in that file. */
  readonly because: readonly [path: string, text: RegExp];
}

/** Operations of Azure's SDKs that a client may call; each needs a right. */
export const SDK_OPERATIONS =
  /\.(upload|uploadStream|uploadData|deleteBlob|deleteIfExists|downloadToBuffer|download|getProperties|setMetadata|listBlobs\w+|createTable|createEntity|updateEntity|upsertEntity|deleteEntity|deleteTable|getEntity|listEntities|submitTransaction|getSecret|setSecret|beginDeleteSecret|sendBatch|createBatch|getPartitionIds|getPartitionProperties|getEventHubProperties|subscribe|createIfNotExists)(?:<[^(]*>)?\(/g;

/** What a client of the app calls, and the rights that it needs for that; none where it is another service's own to give. */
export interface ClientCalls {
  readonly operations: readonly string[];
  readonly needs: readonly Right[];
}

const app = (role: string, on: string, name = ''): Right => ({ who: 'app', role, on, name });

const TABLES = [app('Storage Table Data Contributor', 'hostStorage')];
const LANDS = [app('Storage Blob Data Contributor', 'container', 'bronze')];
const GOLD = [app('Storage Blob Data Contributor', 'container', 'gold')];

/** Every file of src/lib/clients that calls a service. A role that only reads would be enough for some, but not for all of a container. */
export const CLIENTS: Readonly<Record<string, ClientCalls>> = {
  'lake-client.ts': {
    operations: ['upload', 'getProperties', 'listBlobsFlat', 'listBlobsByHierarchy', 'downloadToBuffer'],
    needs: LANDS,
  },
  'quarantine-slots.ts': { operations: ['listBlobsFlat', 'downloadToBuffer'], needs: LANDS },
  'plan-files.ts': { operations: ['upload', 'listBlobsFlat', 'downloadToBuffer'], needs: GOLD },
  'delta/table-blobs.ts': {
    operations: ['getProperties', 'listBlobsFlat', 'listBlobsByHierarchy', 'downloadToBuffer'],
    needs: GOLD,
  },
  'event-hub-client.ts': {
    operations: [
      'getPartitionIds',
      'createBatch',
      'sendBatch',
      'getEventHubProperties',
      'getPartitionProperties',
    ],
    needs: [app('Azure Event Hubs Data Sender', 'namespace')],
  },
  'table-client.ts': {
    operations: [
      'createEntity',
      'updateEntity',
      'upsertEntity',
      'deleteEntity',
      'listEntities',
      'getEntity',
      'createTable',
    ],
    needs: TABLES,
  },
  'live-table.ts': {
    operations: ['createEntity', 'submitTransaction', 'updateEntity', 'upsertEntity'],
    needs: TABLES,
  },
  'live-table-access.ts': { operations: ['createTable', 'getEntity', 'listEntities'], needs: TABLES },
  'refresh-table.ts': {
    operations: ['createEntity', 'createTable', 'getEntity', 'listEntities', 'updateEntity', 'upsertEntity'],
    needs: TABLES,
  },
  'quarantine-table.ts': {
    operations: [
      'createTable',
      'getEntity',
      'listEntities',
      'submitTransaction',
      'updateEntity',
      'upsertEntity',
    ],
    needs: TABLES,
  },
  'table-sink.ts': { operations: ['createEntity', 'submitTransaction', 'updateEntity'], needs: TABLES },
  'key-vault-client.ts': { operations: ['getSecret'], needs: [app('Key Vault Secrets User', 'keyVault')] },
  // Of Fabric: the workspace says who may send.
  'eventstream-sink.ts': { operations: ['getPartitionIds', 'createBatch', 'sendBatch'], needs: [] },
};

/** What is called over REST, by the files that do. */
export const REST_CLIENTS: Readonly<Record<string, readonly Right[]>> = {
  'data-factory-client.ts': [app('Sluice pipeline runs', 'dataFactory')],
  // Of the workspace: a hook lets the identity run the job.
  'databricks-client.ts': [],
  // Of the workspace in Power BI, which has roles of its own.
  'power-bi/create-dataset.ts': [],
  'power-bi/power-bi-rest.ts': [],
  'power-bi/power-bi-refresh-client.ts': [],
  'power-bi/token-rows.ts': [],
};

/** Operations of Data Factory by what stands in the client for them. */
export const FACTORY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  '/createRun`': ['Microsoft.DataFactory/factories/pipelines/createrun/action'],
  "'/queryPipelineRuns'": [
    'Microsoft.DataFactory/factories/querypipelineruns/action',
    'Microsoft.DataFactory/factories/querypipelineruns/read',
  ],
  '/pipelineruns/${externalId}?': ['Microsoft.DataFactory/factories/pipelineruns/read'],
  '/cancel`': ['Microsoft.DataFactory/factories/pipelineruns/cancel/action'],
  '/queryActivityruns`': [
    'Microsoft.DataFactory/factories/pipelineruns/queryactivityruns/action',
    'Microsoft.DataFactory/factories/pipelineruns/queryactivityruns/read',
  ],
};

/** Rights that are needed elsewhere than in src/lib/clients. */
export const ELSEWHERE: readonly NeededRight[] = [
  {
    ...app('Azure Event Hubs Data Receiver', 'namespace'),
    because: ['src/functions/land.ts', /trigger\.eventHub/],
  },
  {
    ...app('Storage Blob Data Owner', 'hostStorage'),
    because: ['src/functions/land.ts', /trigger\.eventHub/],
  },
  { ...app('Storage Queue Data Contributor', 'hostStorage'), because: ['host.json', /"durableTask"/] },
  { ...app('Storage Table Data Contributor', 'hostStorage'), because: ['host.json', /"durableTask"/] },
  {
    ...app('Monitoring Metrics Publisher', 'applicationInsights'),
    because: ['src/lib/clients/azure-monitor.ts', /AzureMonitorTraceExporter/],
  },
  {
    ...{ who: 'databricks', role: 'Storage Blob Delegator', on: 'lake', name: '' },
    because: ['databricks/databricks.yml', /abfss/],
  },
  {
    ...{ who: 'databricks', role: 'Storage Blob Data Reader', on: 'container', name: 'bronze' },
    because: ['databricks/src/sluice/lake.py', /"bronze"/],
  },
  {
    ...{ who: 'databricks', role: 'Storage Blob Data Contributor', on: 'container', name: 'silver' },
    because: ['databricks/resources/refresh.job.yml', /- silver\//],
  },
  {
    ...{ who: 'databricks', role: 'Storage Blob Data Contributor', on: 'container', name: 'gold' },
    because: ['databricks/resources/refresh.job.yml', /- gold\//],
  },
  {
    ...{ who: 'dataFactory', role: 'Storage Blob Data Contributor', on: 'container', name: 'bronze' },
    because: ['adf/dataset/lakeFile.json', /"bronze"/],
  },
  {
    ...{ who: 'dataFactory', role: 'Key Vault Secrets User', on: 'keyVault', name: '' },
    because: ['adf/linkedService/erp.json', /"AzureKeyVaultSecret"/],
  },
  {
    ...{ who: 'streamAnalytics', role: 'Azure Event Hubs Data Receiver', on: 'hub', name: '*' },
    because: ['bicep/modules/stream-analytics.bicep', /Microsoft\.EventHub\/EventHub/],
  },
  {
    ...{ who: 'streamAnalytics', role: 'Storage Blob Data Contributor', on: 'container', name: 'marts' },
    because: ['bicep/modules/stream-analytics.bicep', /Microsoft\.Storage\/Blob/],
  },
  {
    ...{ who: 'synapse', role: 'Storage Blob Data Reader', on: 'container', name: 'gold' },
    because: ['bicep/modules/synapse.bicep', /Microsoft\.Synapse\/workspaces@/],
  },
  {
    ...{ who: 'iotHub', role: 'Azure Event Hubs Data Sender', on: 'hub', name: 'iot' },
    because: ['bicep/modules/iot-hub.bicep', /identityBased/],
  },
  {
    ...{ who: 'deployer', role: 'Key Vault Secrets Officer', on: 'keyVault', name: '' },
    because: ['hooks/steps/keep-pepper.mjs', /'secret', 'set'/],
  },
  // The app on a developer's machine over the services of the deployment, without what hubs and schedules start.
  {
    ...{ who: 'deployer', role: 'Storage Blob Data Reader', on: 'container', name: 'bronze' },
    because: ['hooks/steps/write-local-settings.mjs', /Lake__blobServiceUri/],
  },
  {
    ...{ who: 'deployer', role: 'Storage Blob Data Contributor', on: 'container', name: 'gold' },
    because: ['hooks/steps/write-local-settings.mjs', /Lake__blobServiceUri/],
  },
  {
    ...{ who: 'deployer', role: 'Storage Table Data Contributor', on: 'hostStorage', name: '' },
    because: ['hooks/steps/write-local-settings.mjs', /Tables__tableServiceUri/],
  },
  {
    ...{ who: 'deployer', role: 'Azure Event Hubs Data Sender', on: 'namespace', name: '' },
    because: ['hooks/steps/write-local-settings.mjs', /EventHubs__fullyQualifiedNamespace/],
  },
];
