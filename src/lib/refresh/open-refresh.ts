import { randomBytes } from 'node:crypto';
import { openLandingState } from '../landing/heads';
import { openBronze } from '../landing/store';
import { type RefreshDetails } from './api';
import { createCredential } from '../platform/azure/credential';
import { type Platform } from '../platform/platform';
import { countArrivals } from './arrivals';
import { createBronzeHeads } from './bronze-heads';
import { cancelRefresh, type CancelRefreshOutcome } from './cancel-refresh';
import { DataFactoryClient, NO_DATA_FACTORY } from './clients/data-factory-client';
import { DatabricksClient } from './clients/databricks-client';
import { describeRefresh } from './describe-refresh';
import { endRuns } from './end-runs';
import { openPlans } from './store/plan-files';
import { openRefreshTable } from './store/refresh-table';
import { openSemanticModel } from './clients/power-bi-refresh-client';
import { type Plan } from './plan';
import { type RefreshInstances, type RefreshPage } from './ports';
import { recoverRefresh } from './recover-refresh';
import { type RefreshId, type RefreshNumber } from './refresh-id';
import { type RefreshChoices, type RefreshRecord, type RefreshTrigger } from './refresh-record';
import { RefreshSteps } from './refresh-steps';
import { traceStart } from './refresh-trace';
import { RunSteps } from './run-steps';
import { refreshSemanticModel } from './semantic-model-step';
import { type RefreshConfig, requireRefreshSettings } from './settings';
import { type StartedRefresh, startRefresh } from './start-refresh';

/** The refresh feature of this process. */
export interface Refresh {
  readonly config: RefreshConfig;
  /** The steps that activities of the orchestrations run. */
  readonly steps: RefreshSteps;
  readonly runs: RunSteps;
  /** Runs in the last activity before the end of a refresh. */
  refreshSemanticModel(id: RefreshId): Promise<void>;
  start(
    instances: RefreshInstances,
    options: { readonly trigger: RefreshTrigger } & Partial<RefreshChoices>,
  ): Promise<StartedRefresh>;
  /** Closes or launches a refresh whose orchestration no longer exists. Timers call it. */
  recover(instances: RefreshInstances): ReturnType<typeof recoverRefresh>;
  cancel(id: RefreshId): Promise<CancelRefreshOutcome>;
  describe(id: RefreshId): Promise<RefreshDetails | undefined>;
  list(options: { readonly limit: number; readonly below?: number }): Promise<RefreshPage>;
  readPlan(number: RefreshNumber): Promise<Plan | undefined>;
  /** Undefined while a refresh is running. */
  countArrivals(): Promise<number | undefined>;
  /** Sends one cheap request to the table. */
  check(): Promise<void>;
}

/**
 * Makes the refresh feature.
 *
 * @throws SluiceError `refresh_not_configured` if no Databricks job is configured, `config_invalid`
 */
export function openRefresh(platform: Platform): Refresh {
  const { clock } = platform;
  const refresh = requireRefreshSettings(platform);
  const { pipelines, pipelinesEveryMinutes, databricks, dataFactory, limits } = refresh;
  const credential = createCredential(refresh.clientId);
  const semanticModel = platform.use(openSemanticModel);
  const store = platform.use(openRefreshTable);
  const plans = platform.use(openPlans);
  const services = {
    job: new DatabricksClient({ ...databricks, credential }),
    pipeline:
      dataFactory === undefined
        ? NO_DATA_FACTORY
        : new DataFactoryClient({ ...dataFactory, credential, clock }),
  };
  const bronze = createBronzeHeads(platform.use(openBronze), platform.use(openLandingState));
  const endRunsOf = (record: RefreshRecord): ReturnType<typeof endRuns> =>
    endRuns(record, { store, services, clock });
  const recovery = { store, limits, clock, semanticModel: semanticModel !== undefined, endRuns: endRunsOf };
  return {
    config: refresh,
    steps: new RefreshSteps({
      store,
      plans,
      bronze,
      clock,
      pipelines,
      pipelinesEveryMinutes,
      endRuns: endRunsOf,
    }),
    runs: new RunSteps({ store, services, clock }),
    refreshSemanticModel: (id) => refreshSemanticModel(id, { store, refresher: semanticModel, clock }),
    start: (instances, { trigger, pipelines: choice = 'due', force = false }) =>
      traceStart(trigger, (traceparent) =>
        startRefresh({
          ...recovery,
          trigger,
          pipelines: choice,
          force,
          instances,
          traceparent,
          suffix: () => randomBytes(4).toString('hex'),
        }),
      ),
    recover: (instances) => recoverRefresh({ ...recovery, instances }),
    cancel: (id) => cancelRefresh(id, { store, services, clock }),
    describe: (id) => describeRefresh(id, { store, plans }),
    list: (options) => store.listRefreshes(options),
    readPlan: (number) => plans.readPlan(number),
    countArrivals: () => countArrivals({ store, plans, bronze }),
    check: () => store.check(),
  };
}
