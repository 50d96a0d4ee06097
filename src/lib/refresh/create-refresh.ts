import { randomBytes } from 'node:crypto';
import { type RefreshDetails } from './api';
import { listHeads } from '../landing/list-heads';
import { type BronzePartition } from '../landing/partition';
import { type LandingStateStore, type SlotReader, type SlotStore } from '../landing/ports';
import { createCredential } from '../platform/azure/credential';
import { DataFactoryClient, NO_DATA_FACTORY } from './clients/data-factory-client';
import { DatabricksClient } from './clients/databricks-client';
import { PlanFiles } from './store/plan-files';
import { RefreshTable } from './store/refresh-table';
import { type Config } from '../platform/config';
import { countArrivals } from './arrivals';
import { cancelRefresh, type CancelRefreshOutcome } from './cancel-refresh';
import { describeRefresh } from './describe-refresh';
import { endRuns } from './end-runs';
import { type Plan, type PlannedHead } from './plan';
import {
  type BronzeHeads,
  type RefreshInstances,
  type RefreshPage,
  type SemanticModelRefresher,
} from './ports';
import { recoverRefresh } from './recover-refresh';
import { type RefreshId, type RefreshNumber } from './refresh-id';
import { type RefreshChoices, type RefreshRecord, type RefreshTrigger } from './refresh-record';
import { RefreshSteps } from './refresh-steps';
import { RunSteps } from './run-steps';
import { refreshSemanticModel } from './semantic-model-step';
import { type StartedRefresh, startRefresh } from './start-refresh';
import { type RefreshConfig } from './settings';
import { type Clock } from '../platform/clock';
import { type Slot, toSlot } from '../event-log/positions';
import { type Source, SOURCES } from '../contracts/source';
import { linkActiveSpan } from '../platform/telemetry/in-span';
import { traceStart } from './refresh-trace';
import { fromTraceparent } from '../platform/telemetry/trace-context';

/** The refresh, put together. */
export interface Refresh {
  readonly config: RefreshConfig;
  /** What the orchestrations' activities do. */
  readonly steps: RefreshSteps;
  readonly runs: RunSteps;
  /** What the activity at the end of a refresh does. */
  refreshSemanticModel(id: RefreshId): Promise<void>;
  start(
    instances: RefreshInstances,
    options: { readonly trigger: RefreshTrigger } & Partial<RefreshChoices>,
  ): Promise<StartedRefresh>;
  /** Closes or launches a refresh whose orchestration is gone; timers call it. */
  recover(instances: RefreshInstances): ReturnType<typeof recoverRefresh>;
  cancel(id: RefreshId): Promise<CancelRefreshOutcome>;
  describe(id: RefreshId): Promise<RefreshDetails | undefined>;
  list(options: { readonly limit: number; readonly below?: number }): Promise<RefreshPage>;
  readPlan(number: RefreshNumber): Promise<Plan | undefined>;
  /** Undefined while a refresh is under way. */
  countArrivals(): Promise<number | undefined>;
  /** One cheap request to the table. */
  check(): Promise<void>;
}

export interface ComposeRefreshOptions {
  readonly config: Config;
  readonly refresh: RefreshConfig;
  readonly clock: Clock;
  readonly slots: SlotStore & SlotReader;
  readonly landingState: LandingStateStore;
  /** Refreshes Gold's semantic model in Power BI after each refresh. @default none: the step is left out */
  readonly semanticModel?: SemanticModelRefresher | undefined;
}

export function composeRefresh({
  config,
  refresh,
  clock,
  slots,
  landingState,
  semanticModel,
}: ComposeRefreshOptions): Refresh {
  const { pipelines, pipelinesEveryMinutes, databricks, dataFactory, limits } = refresh;
  const credential = createCredential(refresh.clientId);
  const store = new RefreshTable(config.tables, refresh.table);
  const plans = new PlanFiles(config.lake, refresh.goldContainer);
  const services = {
    job: new DatabricksClient({ ...databricks, credential }),
    pipeline:
      dataFactory === undefined
        ? NO_DATA_FACTORY
        : new DataFactoryClient({ ...dataFactory, credential, clock }),
  };
  const bronze = createBronzeHeads(slots, landingState);
  const recovery = {
    ...{ store, limits, clock, semanticModel: semanticModel !== undefined },
    endRuns: (record: RefreshRecord) => endRuns(record, { store, services, clock }),
  };
  return {
    config: refresh,
    steps: new RefreshSteps({
      store,
      plans,
      bronze,
      clock,
      pipelines,
      pipelinesEveryMinutes,
      endRuns: recovery.endRuns,
    }),
    runs: new RunSteps({ store, services, clock }),
    refreshSemanticModel: (id) => refreshSemanticModel(id, { store, refresher: semanticModel, clock }),
    start: (instances, { trigger, pipelines: choice = 'due', force = false }) =>
      traceStart(trigger, (traceparent) =>
        startRefresh({
          ...{ ...recovery, trigger, pipelines: choice, force, instances, traceparent },
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

/**
 * Bronze as the refresh sees it; the two stages meet here and nowhere else. Where a plan is traced, its span is linked to
 * the landing of each head that is new.
 */
export function createBronzeHeads(slots: SlotStore & SlotReader, state: LandingStateStore): BronzeHeads {
  return {
    async read(known) {
      const knownSlotOf = ({ source, incarnation, partition }: BronzePartition): Slot | undefined => {
        const slot = known[source]?.find(
          (head) => head.incarnation === incarnation && head.partition === partition,
        )?.slot;
        return slot === undefined ? undefined : toSlot(slot);
      };
      const heads = await listHeads({
        ...{ sources: SOURCES, store: slots, reader: slots, state, known: knownSlotOf },
      });
      const planned: Partial<Record<Source, PlannedHead[]>> = {};
      for (const { partition, slot, metadata } of heads) {
        if (knownSlotOf(partition) !== slot) linkActiveSpan(fromTraceparent(metadata.traceparent));
        (planned[partition.source] ??= []).push({
          incarnation: partition.incarnation,
          partition: partition.partition,
          slot,
          lastSequenceNumber: metadata.lastSequenceNumber,
          lastEnqueuedTime: metadata.lastEnqueuedTime,
        });
      }
      return planned;
    },
  };
}
