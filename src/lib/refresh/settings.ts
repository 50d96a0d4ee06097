import { z } from 'zod';
import { IDENTITY_SHAPE, POWER_BI_SHAPE } from '../platform/azure/connections';
import { SluiceError } from '../platform/errors';
import { type Platform } from '../platform/platform';
import { defineSettings } from '../platform/settings';
import { containerName, safeUrl, tableName, wholeNumber } from '../platform/setting-types';

/** Where and how Silver and Gold are refreshed. */
export interface RefreshConfig {
  readonly databricks: { readonly workspaceUrl: string; readonly jobId: number };
  /** Undefined if there are no pipelines. */
  readonly dataFactory: { readonly resourceId: string; readonly endpoint: string } | undefined;
  /** Pipelines that copy batch sources, each `ingest_<source>`. */
  readonly pipelines: readonly string[];
  readonly pipelinesEveryMinutes: number;
  /** New events in Bronze that start a refresh. */
  readonly afterEvents: number;
  readonly limits: {
    readonly pollSeconds: number;
    readonly pollMaxSeconds: number;
    readonly timeoutMinutes: number;
  };
  /** Container of the lake with Gold, plans and results. */
  readonly goldContainer: string;
  /** Table of refreshes and their runs. */
  readonly table: string;
  /** Days that durable histories are kept. Rows of refreshes are never deleted. */
  readonly historyDays: number;
  /** Client id of the identity for Databricks and Data Factory. */
  readonly clientId: string | undefined;
}

const REFRESH_SHAPE = {
  DATABRICKS_WORKSPACE_URL: safeUrl
    .optional()
    .describe(
      'URL of the Databricks workspace, as `https://adb-….azuredatabricks.net`. Without it, nothing is refreshed.',
    ),
  DATABRICKS_JOB_ID: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Id of the Databricks job that computes Silver and Gold.'),
  DATA_FACTORY_RESOURCE_ID: z
    .string()
    .regex(
      /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.DataFactory\/factories\/[^/]+$/i,
      'must be `/subscriptions/…/resourceGroups/…/providers/Microsoft.DataFactory/factories/…`',
    )
    .optional()
    .describe('Resource id of the data factory. Required if there are pipelines.'),
  DATA_FACTORY_ENDPOINT: safeUrl
    .default('https://management.azure.com')
    .describe('Address of Azure Resource Manager.'),
  REFRESH_PIPELINES: z
    .string()
    .regex(
      /^[A-Za-z0-9_]+(,[A-Za-z0-9_]+)*$/,
      'must be names of letters, digits and underscores, separated by commas',
    )
    .optional()
    .describe(
      'Pipelines that copy batch sources, as `ingest_reference_files,ingest_suppliers`. May be empty.',
    ),
  REFRESH_PIPELINES_EVERY_MINUTES: wholeNumber(0, 527_040)
    .default(1440)
    .describe(
      'A refresh runs a pipeline if its newest complete run is older than so many minutes; 0 for every refresh.',
    ),
  REFRESH_SCHEDULE: z
    .string()
    .optional()
    .describe('Six-field NCRONTAB schedule, in UTC, that starts a refresh. Without it, no timer does.'),
  REFRESH_ARRIVALS_SCHEDULE: z
    .string()
    .optional()
    .describe(
      'Six-field NCRONTAB schedule, in UTC, that counts new events and starts a refresh if there are enough. Without it, neither happens.',
    ),
  REFRESH_AFTER_EVENTS: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .default(100_000)
    .describe('Number of new events in Bronze since the last plan that starts a refresh.'),
  REFRESH_POLL_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(5)
    .describe('Seconds until the first poll of a downstream run. Each further wait is half as long again.'),
  REFRESH_POLL_MAX_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(60)
    .describe('Maximum seconds between two polls.'),
  REFRESH_TIMEOUT_MINUTES: z.coerce
    .number()
    .min(0.01)
    .max(10_080)
    .default(120)
    .describe('Minutes after which a refresh cancels its runs and fails.'),
  REFRESH_HISTORY_DAYS: wholeNumber(1, 3650)
    .default(30)
    .describe('Days that durable histories are kept. Rows in the table of refreshes are never deleted.'),
  REFRESH_TABLE: tableName.default('refresh').describe('Table of refreshes, their runs and watermarks.'),
  GOLD_CONTAINER: containerName
    .default('gold')
    .describe('Container of the lake with Gold, and with the plans and results of refreshes.'),
  ...IDENTITY_SHAPE,
};

type RefreshSettings = z.infer<z.ZodObject<typeof REFRESH_SHAPE>>;

/** @param problems receives a sentence for each setting that conflicts with others */
function toRefreshConfig(settings: RefreshSettings, problems: string[]): RefreshConfig | undefined {
  const { DATABRICKS_WORKSPACE_URL: workspaceUrl, DATABRICKS_JOB_ID: jobId } = settings;
  const { DATA_FACTORY_RESOURCE_ID: resourceId, DATA_FACTORY_ENDPOINT: endpoint } = settings;
  const pipelines = settings.REFRESH_PIPELINES?.split(',') ?? [];
  if ((workspaceUrl === undefined) !== (jobId === undefined)) {
    const missing = workspaceUrl === undefined ? 'DATABRICKS_WORKSPACE_URL' : 'DATABRICKS_JOB_ID';
    problems.push(
      `${missing}: set it, or remove the other one; DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID need each other`,
    );
  }
  if (pipelines.length > 0 && resourceId === undefined) {
    problems.push('DATA_FACTORY_RESOURCE_ID: set it to the factory of REFRESH_PIPELINES');
  }
  if (workspaceUrl === undefined || jobId === undefined) return undefined;
  return {
    databricks: { workspaceUrl, jobId },
    dataFactory: resourceId === undefined ? undefined : { resourceId, endpoint },
    pipelines,
    pipelinesEveryMinutes: settings.REFRESH_PIPELINES_EVERY_MINUTES,
    afterEvents: settings.REFRESH_AFTER_EVENTS,
    limits: {
      pollSeconds: settings.REFRESH_POLL_SECONDS,
      pollMaxSeconds: Math.max(settings.REFRESH_POLL_SECONDS, settings.REFRESH_POLL_MAX_SECONDS),
      timeoutMinutes: settings.REFRESH_TIMEOUT_MINUTES,
    },
    goldContainer: settings.GOLD_CONTAINER,
    table: settings.REFRESH_TABLE,
    historyDays: settings.REFRESH_HISTORY_DAYS,
    clientId: settings.AZURE_CLIENT_ID,
  };
}

/** Undefined if no Databricks job is configured; then nothing is refreshed. */
export const REFRESH = defineSettings(REFRESH_SHAPE, toRefreshConfig);

/** The semantic model of Gold in Power BI, which is loaded at the end of each refresh. */
export interface SemanticModelConfig {
  readonly endpoint: string;
  /** Client id of the identity for Power BI. */
  readonly clientId: string | undefined;
  readonly workspaceId: string;
  readonly semanticModelId: string;
}

/** Undefined if no semantic model is configured. */
export const SEMANTIC_MODEL = defineSettings(
  {
    ...POWER_BI_SHAPE,
    POWER_BI_SEMANTIC_MODEL_ID: z
      .guid('must be an id, as `f089354e-8366-4e18-aea3-4cb4a3a50b48`')
      .optional()
      .describe(
        'Id of the semantic model of Gold, which is refreshed at the end of each refresh. Without it, none is.',
      ),
    ...IDENTITY_SHAPE,
  },
  (settings, problems): SemanticModelConfig | undefined => {
    const { POWER_BI_WORKSPACE_ID: workspaceId, POWER_BI_SEMANTIC_MODEL_ID: semanticModelId } = settings;
    if (semanticModelId === undefined) return undefined;
    if (workspaceId === undefined) {
      problems.push('POWER_BI_WORKSPACE_ID: set it to the workspace of POWER_BI_SEMANTIC_MODEL_ID');
      return undefined;
    }
    const { POWER_BI_ENDPOINT: endpoint, AZURE_CLIENT_ID: clientId } = settings;
    return { endpoint, clientId, workspaceId, semanticModelId };
  },
);

/** @returns undefined if no refresh is configured. @throws SluiceError `config_invalid` */
export function readRefreshSettings(platform: Platform): RefreshConfig | undefined {
  return platform.settings({ refresh: REFRESH }).refresh;
}

/** @throws SluiceError `refresh_not_configured` if no Databricks job is configured, `config_invalid` */
export function requireRefreshSettings(platform: Platform): RefreshConfig {
  const refresh = readRefreshSettings(platform);
  if (refresh !== undefined) return refresh;
  throw new SluiceError(
    'refresh_not_configured',
    'no refresh is configured; set DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID',
    { kind: 'permanent' },
  );
}
