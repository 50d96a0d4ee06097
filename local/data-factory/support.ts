import { type ServiceSupport, webPagesRow } from '../kit';

const RUN_FAILS = 'The run fails, and its message names the feature.';

/**
 * Supported and refused operations of the data factory. `npm run generate` writes local/SUPPORT.md from it.
 */
export const support: ServiceSupport = {
  defaultPort: 10_042,
  service: 'Azure Data Factory (pipeline runs, api-version 2018-06-01)',
  supported: [
    {
      id: 'definitions',
      feature: 'Pipelines, datasets and linked services from the files of the Git format',
      note: 'Files are read and checked once, at the start. A property that is not supported fails the run when its activity starts.',
    },
    {
      id: 'run.create',
      feature: 'createRun with parameters and their defaults',
      note: 'A parameter that is missing, unknown or of another type is 400 BadRequest. Microsoft does not document this code or those of 404, so clients should use the status.',
    },
    {
      id: 'run.query',
      feature: 'Get a run, query runs and activity runs: filters, order, pages of 100',
      note: 'As in Azure, no filter selects by parameters; each run shows its parameters. Queries in Azure may lag behind; here they do so only with an injected fault.',
    },
    {
      id: 'run.cancel',
      feature: 'Cancel: Canceling, then Cancelled',
      note: 'For a run that has ended: 200 without effect.',
    },
    {
      id: 'auth',
      feature: 'Bearer tokens for https://management.azure.com',
      note: '401 with the codes of Azure Resource Manager. There are no roles: every valid token is allowed all operations.',
    },
    {
      id: 'control-flow',
      feature: 'dependsOn with its conditions, ForEach with sequential or parallel iterations',
    },
    {
      id: 'policy',
      feature: 'Policies: timeout, retry and its interval, secureInput, secureOutput',
      note: 'All attempts are one activity run, and its retryAttempt counts them. Activities that the stand-in cannot execute are not retried.',
    },
    {
      id: 'expressions',
      feature:
        'Expressions and text with @{…}: pipeline(), item(), dataset(), linkedService(), activity(), concat, string',
      note: 'pipeline() has parameters, RunId, Pipeline, DataFactory, TriggerType, TriggerTime.',
    },
    {
      id: 'copy',
      feature: 'Copy of Binary datasets, HttpServer to AzureBlobFS',
      note: 'A file is written completely or not at all. The URL of an HttpServer can be replaced at the start; every AzureBlobFS is the local lake.',
    },
    {
      id: 'copy.table',
      feature: 'Copy of a table, SqlServer to Json lines in AzureBlobFS',
      note: 'For a linked service whose folder is given at the start. A table is a file `<schema>.<table>.ndjson`; the integration runtime and the password are not used.',
    },
    {
      id: 'durability',
      feature: 'Runs survive a killed process',
      note: 'A run that was in progress is Failed after the next start. Runs are kept for 45 days, as in Azure.',
    },
  ],
  refused: [
    {
      id: 'api.others',
      feature: 'The rest of the management API: definitions, triggers, integration runtimes, debug sessions',
      note: '501 NotImplemented',
    },
    {
      id: 'api.rerun',
      feature:
        'createRun from another run: referencePipelineRunId, isRecovery, startActivityName, startFromFailure',
      note: '501 NotImplemented',
    },
    { id: 'parameter.secure-string', feature: 'Parameters of type SecureString', note: '400 BadRequest' },
    {
      id: 'pipeline.options',
      feature: 'Pipelines with concurrency, variables or runDimensions',
      note: RUN_FAILS,
    },
    {
      id: 'activity.type',
      feature: 'Activities other than Copy and ForEach',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    { id: 'activity.inactive', feature: 'Inactive activities', note: `NotExecutedLocally. ${RUN_FAILS}` },
    {
      id: 'for-each.nested',
      feature: 'A ForEach within a ForEach, which Azure also refuses',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'linked-service.type',
      feature: 'Linked services other than HttpServer as source and AzureBlobFS as sink',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'linked-service.runtime',
      feature: 'Self-hosted and other integration runtimes',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'linked-service.options',
      feature: 'HttpServer with authentication, headers or an unchecked certificate',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'dataset.type',
      feature: 'Datasets other than Binary, and compression',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'copy.options',
      feature:
        'Other settings of a copy: staging, parallel copies, translators, wildcards, copy behaviour, metadata',
      note: `NotExecutedLocally. ${RUN_FAILS}`,
    },
    {
      id: 'expression.function',
      feature: 'Other functions of the expression language',
      note: `BadRequest. ${RUN_FAILS}`,
    },
    {
      id: 'expression.boolean',
      feature: 'Booleans within a text',
      note: `BadRequest. ${RUN_FAILS}`,
    },
  ],
  different: [webPagesRow],
};
