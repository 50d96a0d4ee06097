import { type ServiceSupport, webPagesRow } from '../kit';

/**
 * Supported and refused operations of the local Power BI. `npm run generate` writes local/SUPPORT.md from it.
 */
export const support: ServiceSupport = {
  defaultPort: 10_044,
  service: 'Power BI (REST API v1.0)',
  supported: [
    {
      id: 'datasets',
      feature: 'Push datasets of one workspace: create, list, delete',
      note: 'Modes Push and PushStreaming, retention None and basicFIFO. Measures are stored but never evaluated.',
    },
    {
      id: 'tables',
      feature: 'List tables, and change their columns and measures',
      note: 'The list has only names, as in Power BI. `npm start` starts the service with `--flexible-tables`: then PUT also adds a table and changes the type of a column, which Power BI refuses.',
    },
    {
      id: 'rows',
      feature: 'Post and delete rows, with a token',
      note: 'A request is accepted completely or not at all. An unknown column, a value of another type and a text of more than 4,000 characters are 400.',
    },
    {
      id: 'push-url',
      feature: 'Post rows to the push URL of a dataset, which contains its key',
      note: 'For datasets of mode PushStreaming with one table. There is no tile cache, so its limit of 15 KB does not apply.',
    },
    {
      id: 'limits',
      feature: 'The limits of push datasets',
      note: 'A request: 10,000 rows and 16 MB. Rates: 120 requests a minute, 1,000,000 rows an hour, 120 requests an hour from 250,000 rows in a table. Also: 5 pending requests, 75 columns, 75 tables. 429 has Retry-After.',
    },
    {
      id: 'retention',
      feature: 'basicFIFO keeps the newest 200,000 to 210,000 rows of a table',
    },
    {
      id: 'refreshes',
      feature: 'Start a refresh of a semantic model, and its history',
      note: 'A refresh loads no data and takes the seconds set at the start of the service. Only one runs at a time; there is no daily limit, as on a Premium capacity.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'A missing token is 401; an expired or invalid one, or one for another service, is 403.',
    },
    {
      id: 'durability',
      feature: 'Datasets, rows and refresh histories survive a killed service',
      note: 'They may not survive a power cut.',
    },
    {
      id: 'arrived',
      feature: 'GET /arrived: a page with the number of received rows and the newest ones',
      note: 'Power BI has no such page.',
    },
  ],
  refused: [
    {
      id: 'api.other',
      feature: 'All other operations: reports, dashboards, imports, gateways, queries, workspaces',
      note: '501 NotImplemented',
    },
    { id: 'api.my-workspace', feature: 'Datasets of My workspace', note: '501 NotImplemented' },
    { id: 'profile', feature: 'Service principal profiles', note: '501 NotImplemented' },
    {
      id: 'dataset.mode',
      feature:
        'Datasets of mode Streaming, AsAzure or AsOnPrem, and datasets with a push URL and several tables',
      note: '501 NotImplemented',
    },
    {
      id: 'dataset.relationships',
      feature: 'Relationships and data sources of a dataset',
      note: '501 NotImplemented',
    },
    {
      id: 'table.rows',
      feature: 'Rows and sources in the definition of a table',
      note: '501 NotImplemented',
    },
    {
      id: 'rows.conversion',
      feature: 'Values that the service would convert, such as numbers in texts and dates like 07/30/2014',
      note: '400 InvalidRequest',
    },
    {
      id: 'refresh.enhanced',
      feature: 'Enhanced refreshes (type, commitMode, objects, …) and notifications',
      note: '501 NotImplemented',
    },
    {
      id: 'parameter',
      feature: 'Any other query parameter or field of a request',
      note: '501 NotImplemented',
    },
  ],
  different: [webPagesRow],
};
