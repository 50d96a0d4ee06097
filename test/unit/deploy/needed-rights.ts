import { type Right } from './roles';

/** A right, and the place in the project that needs it. */
export interface NeededRight extends Right {
  /** Path from the root, and a text in that file. */
  readonly because: readonly [path: string, text: RegExp];
}

/** Services by the operations of their SDKs that a client may call. */
export const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  blob: [
    'upload',
    'uploadData',
    'uploadStream',
    'downloadToBuffer',
    'download',
    'getProperties',
    'setMetadata',
    'listBlobsFlat',
    'listBlobsByHierarchy',
    'deleteBlob',
    'deleteIfExists',
    'createIfNotExists',
  ],
  table: [
    'createTable',
    'deleteTable',
    'createEntity',
    'updateEntity',
    'upsertEntity',
    'deleteEntity',
    'getEntity',
    'listEntities',
    'submitTransaction',
  ],
  hub: [
    'createBatch',
    'sendBatch',
    'subscribe',
    'getPartitionIds',
    'getPartitionProperties',
    'getEventHubProperties',
  ],
  secret: ['getSecret'],
  // None of these is called, because the app has no role for them.
  secretChange: ['setSecret', 'beginDeleteSecret', 'updateSecretProperties'],
};

const app = (role: string, on: string, name = ''): Right => ({ who: 'app', role, on, name });

const LANDS = [app('Storage Blob Data Contributor', 'container', 'bronze')];
const GOLD = [app('Storage Blob Data Contributor', 'container', 'gold')];

/** Rights that a client needs for its calls. If a service has one scope, all its clients need the same. */
export const NEEDS: Readonly<Record<string, readonly Right[] | Readonly<Record<string, readonly Right[]>>>> =
  {
    table: [app('Storage Table Data Contributor', 'hostStorage')],
    secret: [app('Key Vault Secrets User', 'keyVault')],
    // A role for reading would be enough for some clients of a container, but not for all.
    blob: {
      'landing/store/lake-client.ts': LANDS,
      'quarantine/store/quarantine-slots.ts': LANDS,
      'refresh/store/plan-files.ts': GOLD,
      'serve/gold/delta/table-blobs.ts': GOLD,
      // Of the person who runs the command; the app's own identity moves no checkpoint with this client.
      'checkpoint/clients/trigger-blobs.ts': [],
    },
    hub: {
      'event-log/event-hub-client.ts': [app('Azure Event Hubs Data Sender', 'namespace')],
      'event-log/hub-receiver.ts': [app('Azure Event Hubs Data Receiver', 'namespace')],
      // In Fabric, the workspace decides who may send.
      'live/sinks/eventstream/eventstream-sink.ts': [],
    },
  };

/** REST calls, by file. */
export const REST_CLIENTS: Readonly<Record<string, readonly Right[]>> = {
  // Of the person who runs the command: no role lets the app change its own settings.
  'checkpoint/clients/app-settings-client.ts': [],
  'refresh/clients/data-factory-client.ts': [app('Sluice pipeline runs', 'dataFactory')],
  // In the workspace, a hook lets the identity run the job.
  'refresh/clients/databricks-client.ts': [],
  // In the workspace of Power BI, which has its own roles.
  'live/sinks/power-bi/create-dataset.ts': [],
  'platform/azure/power-bi-rest.ts': [],
  'refresh/clients/power-bi-refresh-client.ts': [],
  'live/sinks/power-bi/token-rows.ts': [],
};

/** Operations of Data Factory, by their text in the client. */
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

/** Rights that are needed outside of the adapters of src/lib. */
export const ELSEWHERE: readonly NeededRight[] = [
  {
    ...app('Azure Event Hubs Data Receiver', 'namespace'),
    because: ['src/functions/land.ts', /trigger\.eventHub/],
  },
  // A person points the app at the standby while the first region is down.
  {
    ...app('Azure Event Hubs Data Receiver', 'standbyNamespace'),
    because: [
      'docs/recover-a-region.md',
      /EventHubs__fullyQualifiedNamespace=\$EVENT_HUBS_STANDBY_NAMESPACE/,
    ],
  },
  {
    ...app('Azure Event Hubs Data Sender', 'standbyNamespace'),
    because: [
      'docs/recover-a-region.md',
      /EventHubs__fullyQualifiedNamespace=\$EVENT_HUBS_STANDBY_NAMESPACE/,
    ],
  },
  {
    ...app('Storage Blob Data Owner', 'hostStorage'),
    because: ['src/functions/land.ts', /trigger\.eventHub/],
  },
  { ...app('Storage Queue Data Contributor', 'hostStorage'), because: ['host.json', /"durableTask"/] },
  { ...app('Storage Table Data Contributor', 'hostStorage'), because: ['host.json', /"durableTask"/] },
  {
    ...app('Monitoring Metrics Publisher', 'applicationInsights'),
    because: ['src/lib/platform/telemetry/azure-monitor.ts', /AzureMonitorTraceExporter/],
  },
  {
    who: 'databricks',
    role: 'Storage Blob Delegator',
    on: 'lake',
    name: '',
    because: ['databricks/databricks.yml', /abfss/],
  },
  {
    who: 'databricks',
    role: 'Storage Blob Data Reader',
    on: 'container',
    name: 'bronze',
    because: ['lakehouse/engines/spark/sluice/lake.py', /"bronze"/],
  },
  {
    who: 'databricks',
    role: 'Storage Blob Data Contributor',
    on: 'container',
    name: 'silver',
    because: ['databricks/resources/refresh.job.yml', /- silver\//],
  },
  {
    who: 'databricks',
    role: 'Storage Blob Data Contributor',
    on: 'container',
    name: 'gold',
    because: ['databricks/resources/refresh.job.yml', /- gold\//],
  },
  {
    who: 'dataFactory',
    role: 'Storage Blob Data Contributor',
    on: 'container',
    name: 'bronze',
    because: ['adf/dataset/lakeFile.json', /"bronze"/],
  },
  {
    who: 'dataFactory',
    role: 'Key Vault Secrets User',
    on: 'keyVault',
    name: '',
    because: ['adf/linkedService/erp.json', /"AzureKeyVaultSecret"/],
  },
  {
    who: 'synapse',
    role: 'Storage Blob Data Reader',
    on: 'container',
    name: 'gold',
    because: ['bicep/modules/synapse.bicep', /Microsoft\.Synapse\/workspaces@/],
  },
  {
    who: 'iotHub',
    role: 'Azure Event Hubs Data Sender',
    on: 'hub',
    name: 'iot',
    because: ['bicep/modules/iot-hub.bicep', /identityBased/],
  },
  {
    who: 'deployer',
    role: 'Key Vault Secrets Officer',
    on: 'keyVault',
    name: '',
    because: ['hooks/steps/keep-pepper.mjs', /'secret',\s*'set'/],
  },
  // The app on a developer's machine over the services of the deployment, without functions of hubs and schedules.
  {
    who: 'deployer',
    role: 'Storage Blob Data Reader',
    on: 'container',
    name: 'bronze',
    because: ['hooks/steps/write-local-settings.mjs', /Lake__blobServiceUri/],
  },
  {
    who: 'deployer',
    role: 'Storage Blob Data Contributor',
    on: 'container',
    name: 'gold',
    because: ['hooks/steps/write-local-settings.mjs', /Lake__blobServiceUri/],
  },
  {
    who: 'deployer',
    role: 'Storage Table Data Contributor',
    on: 'hostStorage',
    name: '',
    because: ['hooks/steps/write-local-settings.mjs', /Tables__tableServiceUri/],
  },
  {
    who: 'deployer',
    role: 'Azure Event Hubs Data Sender',
    on: 'namespace',
    name: '',
    because: ['hooks/steps/write-local-settings.mjs', /EventHubs__fullyQualifiedNamespace/],
  },
];
