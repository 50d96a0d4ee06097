import {
  type ArmId,
  armDefaults,
  badRequest,
  type Call,
  isJsonObject,
  type Json,
  malformedPart,
  parseArmBody,
  Refusal,
  type RestApi,
  routeArm,
  Router,
  type RoutedOperation,
  unsupportedApiVersion,
} from '../kit';
import { type FactoryDefinitions } from './definitions/factory-files';
import { type DataFactoryTarget, type Fault } from './faults';
import { answerRunQuery, type Operands } from './run-query';
import { readRunParameters } from './runs/run-parameters';
import { type ActivityRunRecord, type RunRecord, type StoredRun } from './runs/run-record';
import { type RunStore } from './runs/run-store';
import { dataFactoryPage } from './runs/runs-page';
import { type Runs } from './runs/runs';

export const FACTORY_TYPE = 'Microsoft.DataFactory/factories';
const API_VERSION = '2018-06-01';

/** Context of operations. */
export interface FactoryContext {
  readonly id: ArmId;
  readonly tokenKey: string;
  readonly definitions: FactoryDefinitions;
  readonly store: RunStore;
  readonly runs: Runs;
  readonly factoryResourceId: string;
  readonly pageSize: number;
}

type FactoryCall = Call<FactoryContext, Fault>;

interface FactoryOperation extends RoutedOperation<FactoryContext, Fault> {
  /** Query parameters besides the api-version. @default none */
  readonly query?: readonly string[];
}

const RUN_OPERANDS: Operands<RunRecord> = {
  PipelineName: { read: ({ pipelineName }) => pipelineName, sorts: true },
  Status: { read: ({ status }) => status, sorts: true },
  RunStart: { read: ({ runStart }) => runStart, isTime: true, sorts: true },
  RunEnd: { read: ({ runEnd }) => runEnd, isTime: true, sorts: true },
  // Runs are never repeated here, so a run is the latest, and the only one, of its group.
  RunGroupId: { read: ({ runId }) => runId, sorts: false },
  LatestOnly: { read: () => 'true', sorts: false },
};

const ACTIVITY_OPERANDS: Operands<ActivityRunRecord> = {
  ActivityName: { read: ({ activityName }) => activityName, sorts: true },
  ActivityType: { read: ({ activityType }) => activityType, sorts: false },
  Status: { read: ({ status }) => status, sorts: true },
  ActivityRunStart: { read: ({ activityRunStart }) => activityRunStart, isTime: true, sorts: true },
  ActivityRunEnd: { read: ({ activityRunEnd }) => activityRunEnd, isTime: true, sorts: true },
};

/** https://learn.microsoft.com/rest/api/datafactory/pipeline-runs; paths follow that of the factory. */
export const operations: readonly FactoryOperation[] = [
  {
    name: 'CreateRun',
    method: 'POST',
    path: '/pipelines/:pipelineName/createRun',
    run: (call) => ({ status: 200, body: createRun(call) }),
  },
  {
    name: 'GetRun',
    method: 'GET',
    path: '/pipelineruns/:runId',
    run: (call) => ({ status: 200, body: toShownRun(find(call).run, call) }),
  },
  {
    name: 'QueryRuns',
    method: 'POST',
    path: '/queryPipelineRuns',
    run: (call) => ({ status: 200, body: queryRuns(call) }),
  },
  {
    name: 'CancelRun',
    method: 'POST',
    path: '/pipelineruns/:runId/cancel',
    // Concerns child pipelines, which are not supported.
    query: ['isRecursive'],
    run: (call) => {
      parseArmBody(call.body);
      call.context.runs.cancel(find(call).run.runId);
      return { status: 200 };
    },
  },
  {
    name: 'QueryActivityRuns',
    method: 'POST',
    path: '/pipelineruns/:runId/queryActivityruns',
    run: (call) => ({ status: 200, body: queryActivityRuns(call) }),
  },
];

const router = new Router(operations, { ignoreCase: true, refuseMalformed: malformedPart });

export const dataFactoryApi: RestApi<FactoryContext, Fault, DataFactoryTarget> = {
  ...armDefaults,
  name: 'the local data factory',
  route: (request, { id }) => {
    const found = routeArm(request, router, {
      type: FACTORY_TYPE,
      title: 'the factory',
      id,
      requireVersion,
      notImplemented,
    });
    const known = ['api-version', ...(found.operation.query ?? [])];
    const unknown = [...request.url.searchParams.keys()].find((name) => !known.includes(name));
    if (unknown !== undefined) throw notImplemented(`the query parameter ${unknown}`);
    return found;
  },
  target: ({ operation, parameters }) => ({ operation: operation.name, ...parameters }),
  page: ({ url, context, now }) =>
    url.pathname === '/' ? dataFactoryPage(context.store.all(), now) : undefined,
};

function requireVersion(version: string): void {
  if (version !== API_VERSION) throw unsupportedApiVersion(version, `'${API_VERSION}' is`);
}

/** @returns the body of the response */
function createRun({ parameters, body, context, faults }: FactoryCall): object {
  const { pipelineName = '' } = parameters;
  const given = parseArmBody(body) ?? {};
  const { definitions, runs } = context;
  const pipeline = definitions.pipelines.get(pipelineName);
  if (pipeline === undefined)
    throw new Refusal(404, 'PipelineNotFound', `The pipeline ${pipelineName} could not be found.`);
  if (!isJsonObject(given)) throw badRequest('The parameters of a run must be a JSON object.');
  const read = readRunParameters(pipeline.parameters, given);
  if (read.kind === 'unfit') throw badRequest(read.message);
  return { runId: runs.create(pipelineName, read.values, faults) };
}

function queryRuns(call: FactoryCall): object {
  const { store, pageSize } = call.context;
  const isHidden = call.faults.some(({ kind }) => kind === 'hide-runs');
  const { value, ...rest } = answerRunQuery(requireBody(call), {
    elements: isHidden ? [] : store.all().map(({ run }) => run),
    operands: RUN_OPERANDS,
    lastUpdated: ({ lastUpdated }) => lastUpdated,
    defaultOrder: 'RunStart',
    pageSize,
  });
  return { value: value.map((run) => toShownRun(run, call)), ...rest };
}

function queryActivityRuns(call: FactoryCall): object {
  const { run, activities } = find(call);
  const { value, ...rest } = answerRunQuery(requireBody(call), {
    elements: activities,
    operands: ACTIVITY_OPERANDS,
    lastUpdated: ({ activityRunStart, activityRunEnd }) => activityRunEnd ?? activityRunStart,
    defaultOrder: 'ActivityRunStart',
    pageSize: call.context.pageSize,
  });
  const id = `${toRunResourceId(run, call.context)}/activityruns/`;
  return {
    value: value.map((activity) => ({ ...activity, id: `${id}${activity.activityRunId}` })),
    ...rest,
  };
}

/** @throws Refusal 404 */
function find({ parameters, context }: FactoryCall): StoredRun {
  const { runId = '' } = parameters;
  const stored = context.store.find(runId);
  if (stored === undefined)
    throw new Refusal(404, 'PipelineRunNotFound', `The pipeline run ${runId} could not be found.`);
  return stored;
}

function requireBody({ body }: FactoryCall): Json {
  const parsed = parseArmBody(body);
  if (parsed === undefined) throw badRequest('The request has no body.');
  return parsed;
}

function toShownRun(run: RunRecord, { context, faults }: FactoryCall): object {
  const shown = faults.find((fault) => fault.kind === 'show-status');
  return {
    id: toRunResourceId(run, context),
    ...run,
    ...(shown !== undefined && { status: shown.status }),
    runGroupId: run.runId,
    isLatest: true,
    runDimensions: {},
    annotations: [],
  };
}

function toRunResourceId({ runId }: RunRecord, { factoryResourceId }: FactoryContext): string {
  return `${factoryResourceId}/pipelineruns/${runId}`;
}

/** An operation of Azure that the stand-in does not support. */
function notImplemented(what: string): Refusal {
  return new Refusal(501, 'NotImplemented', `The local data factory does not support ${what}.`);
}
