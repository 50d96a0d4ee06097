import { type ServiceSupport } from '../kit';

/** What the local Power BI does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_044,
  service: 'Power BI (REST API v1.0)',
  supported: [
    {
      id: 'datasets',
      feature: 'Push datasets of one workspace: create, list, delete',
      note: 'Modes Push and PushStreaming, retention None and basicFIFO. Measures are kept and never evaluated.',
    },
    {
      id: 'tables',
      feature: 'List tables, and change their columns and measures',
      note: 'Lists names alone, as the service does.',
    },
    {
      id: 'rows',
      feature: 'Post and delete rows, with a token',
      note: 'A request is taken as a whole or not at all. An unknown column, a value of another type and a text of more than 4,000 characters are 400.',
    },
    {
      id: 'push-url',
      feature: 'Post rows to the push URL of a dataset, with the key in it',
      note: 'Of datasets of mode PushStreaming with one table. The tile cache, and its limit of 15 KB, is not there.',
    },
    {
      id: 'limits',
      feature: 'The limits of push datasets',
      note: '10,000 rows and 16 MB a request, 120 requests a minute, 1,000,000 rows an hour, 120 requests an hour from 250,000 rows in a table, 5 pending requests, 75 columns, 75 tables. 429 has Retry-After.',
    },
    {
      id: 'retention',
      feature: 'basicFIFO keeps the newest 200,000 to 210,000 rows of a table',
    },
    {
      id: 'refreshes',
      feature: 'Start a refresh of a semantic model, and its history',
      note: 'A refresh loads nothing: it takes the seconds that the service was started with. One at a time; no limit of a day, as on a Premium capacity.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens of the local identity endpoint',
      note: 'Without one 401; with one that is old, broken or for another service 403.',
    },
    {
      id: 'durability',
      feature: 'Datasets, rows and histories survive a killed service',
      note: 'Not a power cut.',
    },
    {
      id: 'arrived',
      feature: 'GET /arrived, for people on this machine: how many rows came, and the newest',
      note: 'Not a part of the service.',
    },
  ],
  refused: [
    {
      id: 'api.other',
      feature: 'Every other operation: reports, dashboards, imports, gateways, queries, workspaces',
      note: '501 NotImplemented',
    },
    { id: 'api.my-workspace', feature: 'Datasets of My workspace', note: '501 NotImplemented' },
    { id: 'profile', feature: 'Service principal profiles', note: '501 NotImplemented' },
    {
      id: 'dataset.mode',
      feature: 'Datasets of mode Streaming, AsAzure, AsOnPrem, and with a push URL and several tables',
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
};
