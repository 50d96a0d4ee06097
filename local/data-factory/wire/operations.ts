import { ArmError, badRequest } from '../../shared/arm-error';
import { type FactoryDefinitions } from '../definitions/factory-files';
import { isJsonObject, type Json } from '../definitions/json';
import { type Fault, type FaultTarget } from '../faults';
import { readRunParameters } from '../runs/run-parameters';
import { type ActivityRunRecord, type RunRecord } from '../runs/run-record';
import { type RunStore } from '../runs/run-store';
import { type Runs } from '../runs/runs';
import { runNotFound } from './factory-error';
import { answerRunQuery, type Operands } from './run-query';

/** What operations work with. */
export interface OperationContext {
  readonly definitions: FactoryDefinitions;
  readonly store: RunStore;
  readonly runs: Runs;
  readonly factoryResourceId: string;
  readonly pageSize: number;
}

/** The body of an answer with status 200; `undefined` is an empty one. */
export type OperationAnswer = object | undefined;

const RUN_OPERANDS: Operands<RunRecord> = {
  PipelineName: { read: ({ pipelineName }) => pipelineName, sorts: true },
  Status: { read: ({ status }) => status, sorts: true },
  RunStart: { read: ({ runStart }) => runStart, isTime: true, sorts: true },
  RunEnd: { read: ({ runEnd }) => runEnd, isTime: true, sorts: true },
  // A run is never repeated here: it is the latest, and the only one, of its group.
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

/**
 * Performs an operation.
 *
 * @param body of the request; `undefined` where it is empty
 * @throws ArmError
 */
export function perform(
  target: FaultTarget,
  body: Json | undefined,
  context: OperationContext,
  faults: readonly Fault[],
): OperationAnswer {
  switch (target.operation) {
    case 'CreateRun':
      return createRun(target.pipelineName ?? '', body, context, faults);
    case 'GetRun':
      return toShownRun(find(context, target.runId).run, context, faults);
    case 'QueryRuns': {
      const isHidden = faults.some(({ kind }) => kind === 'hide-runs');
      const { value, ...rest } = answerRunQuery(requireBody(body), {
        elements: isHidden ? [] : context.store.all().map(({ run }) => run),
        operands: RUN_OPERANDS,
        lastUpdated: ({ lastUpdated }) => lastUpdated,
        defaultOrder: 'RunStart',
        pageSize: context.pageSize,
      });
      return { value: value.map((run) => toShownRun(run, context, faults)), ...rest };
    }
    case 'CancelRun':
      context.runs.cancel(find(context, target.runId).run.runId);
      return undefined;
    case 'QueryActivityRuns': {
      const { run, activities } = find(context, target.runId);
      const { value, ...rest } = answerRunQuery(requireBody(body), {
        elements: activities,
        operands: ACTIVITY_OPERANDS,
        lastUpdated: ({ activityRunStart, activityRunEnd }) => activityRunEnd ?? activityRunStart,
        defaultOrder: 'ActivityRunStart',
        pageSize: context.pageSize,
      });
      const id = `${toRunResourceId(run, context)}/activityruns/`;
      return {
        value: value.map((activity) => ({ ...activity, id: `${id}${activity.activityRunId}` })),
        ...rest,
      };
    }
  }
}

function createRun(
  pipelineName: string,
  body: Json | undefined,
  { definitions, runs }: OperationContext,
  faults: readonly Fault[],
): OperationAnswer {
  const pipeline = definitions.pipelines.get(pipelineName);
  if (pipeline === undefined) {
    throw new ArmError(404, 'PipelineNotFound', `The pipeline ${pipelineName} could not be found.`);
  }
  const given = body ?? {};
  if (!isJsonObject(given)) throw badRequest('The parameters of a run are a JSON object.');
  const verdict = readRunParameters(pipeline.parameters, given);
  if (verdict.kind === 'unfit') throw badRequest(verdict.message);
  return { runId: runs.create(pipelineName, verdict.values, faults) };
}

function find(context: OperationContext, runId = ''): ReturnType<RunStore['get']> {
  const stored = context.store.find(runId);
  if (stored === undefined) throw runNotFound(runId);
  return stored;
}

function requireBody(body: Json | undefined): Json {
  if (body === undefined) throw badRequest('The request has no body.');
  return body;
}

function toShownRun(run: RunRecord, context: OperationContext, faults: readonly Fault[]): object {
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

function toRunResourceId({ runId }: RunRecord, { factoryResourceId }: OperationContext): string {
  return `${factoryResourceId}/pipelineruns/${runId}`;
}
