import { APP_IDENTITY } from './environment';
import { type Rule } from './fake-clouds';

export const PEPPER = 'a-pepper-that-nobody-may-see';
export const CATALOG = '/api/2.1/unity-catalog';
const missing = { code: 1, stderr: 'Error: does not exist' };
const made = (name: string, path: string): readonly Rule[] => [
  { on: `databricks api get ${path}/${name}$`, when: name, says: { name } },
  { on: `databricks api get ${path}/${name}$`, ...missing },
  { on: `databricks api post ${path} .*"name":"${name}"`, sets: name, says: {} },
];

/** A cloud with everything enabled, before the hook has run. */
export const RULES: readonly Rule[] = [
  { on: 'az keyvault secret list', unless: 'pepper', says: [] },
  { on: 'az keyvault secret list', says: ['pseudonym-pepper'] },
  { on: 'az keyvault secret set', sets: 'pepper' },
  { on: 'az keyvault secret show', says: PEPPER },
  { on: 'databricks api get .*scopes/list', unless: 'scope', says: {} },
  { on: 'databricks api get .*scopes/list', says: { scopes: [{ name: 'sluice' }] } },
  { on: 'databricks api post .*scopes/create', sets: 'scope', says: {} },
  { on: 'databricks secrets put-secret', sets: 'shared' },
  {
    on: 'databricks api get .*secrets/list',
    when: 'shared',
    says: { secrets: [{ key: 'pseudonym-pepper' }] },
  },
  { on: 'az resource list .*accessConnectors', says: ['/…/dbac-x'] },
  { on: 'az resource show --ids /…/dbac-x', says: { userAssignedIdentities: { '/…/id-databricks': {} } } },
  ...made('sluice_stlakex', `${CATALOG}/storage-credentials`),
  ...['bronze', 'silver', 'gold'].flatMap((name) =>
    made(`sluice_stlakex_${name}`, `${CATALOG}/external-locations`),
  ),
  { on: 'databricks bundle deploy', says: '' },
  { on: 'databricks bundle summary', says: { resources: { jobs: { refresh: { id: '77' } } } } },
  { on: 'azd env set (DATABRICKS_JOB_ID 77|UNFINISHED_STEPS)' },
  { on: 'az functionapp identity show', says: APP_IDENTITY },
  { on: 'databricks api get .*ServicePrincipals', unless: 'principal', says: { Resources: [] } },
  { on: 'databricks api get .*ServicePrincipals', says: { Resources: [{ applicationId: 'client-1' }] } },
  { on: 'databricks api post .*ServicePrincipals', sets: 'principal', says: {} },
  {
    on: 'databricks api get /api/2.0/permissions/jobs/77',
    when: 'grant',
    says: {
      access_control_list: [
        { service_principal_name: 'client-1', all_permissions: [{ permission_level: 'CAN_MANAGE_RUN' }] },
      ],
    },
  },
  { on: 'databricks api get /api/2.0/permissions/jobs/77', says: { access_control_list: [] } },
  { on: 'databricks api patch /api/2.0/permissions/jobs/77', sets: 'grant', says: {} },
  { on: 'az functionapp config appsettings list', unless: 'job', says: [] },
  { on: 'az functionapp config appsettings list', says: [{ name: 'DATABRICKS_JOB_ID', value: '77' }] },
  { on: 'az functionapp config appsettings set', sets: 'job' },
  { on: 'sqlcmd', says: '' },
  { on: 'az storage blob list .*fact_order/_delta_log/', says: ['fact_order/_delta_log/0.json'] },
  {
    on: 'az rest --method get .*streamingjobs/asa-sales',
    unless: 'sales',
    says: { properties: { jobState: 'Created' } },
  },
  {
    on: 'az rest --method get .*streamingjobs/asa-finance',
    unless: 'finance',
    says: { properties: { jobState: 'Stopped', lastOutputEventTime: '2026-11-21T08:00:00Z' } },
  },
  { on: 'az rest --method get .*streamingjobs/', says: { properties: { jobState: 'Running' } } },
  { on: 'az rest --method post .*asa-sales/start', sets: 'sales' },
  { on: 'az rest --method post .*asa-finance/start', sets: 'finance' },
  { on: 'az rest --method get .*adf-x/triggers', says: { value: [] } },
];

/** Only the app is deployed. */
export const NOTHING = {
  DATABRICKS_WORKSPACE_URL: '',
  DATA_FACTORY_NAME: '',
  DATA_FACTORY_RESOURCE_ID: '',
  SYNAPSE_SERVERLESS_ENDPOINT: '',
  STREAM_ANALYTICS_JOBS: '',
};
