import {
  type Call,
  type HttpReply,
  isJsonObject,
  type Json,
  type JsonObject,
  requireToken,
  type RestApi,
  type RoutedOperation,
  Router,
} from '../../../kit';
import { type DatabricksFault } from '../../faults';
import { type JobRuns } from '../job-runs';
import { databricksPage } from '../runs-page';
import { cancelAllRuns, cancelRun } from './cancel';
import { getHostMetadata } from './host-metadata';
import { getRun, getRunOutput, listRuns } from './runs';
import { getJob, listJobs } from './jobs';
import { type JobsOperation } from './operation';
import { Parameters } from './parameters';
import { Refusal } from './refusals';
import { runNow } from './run-now';

/** Application id of Azure Databricks, the audience of its tokens in every tenant. */
export const DATABRICKS_AUDIENCE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

/** https://docs.databricks.com/resources/limits: requests of the Jobs API are at most 10 MB. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface JobsContext {
  readonly tokenKey: string;
  readonly runs: JobRuns;
}

type JobsCall = Call<JobsContext, DatabricksFault>;

/** Operations of the Jobs API 2.2. */
export const operations: readonly JobsOperation[] = [
  runNow,
  getRun,
  getRunOutput,
  listRuns,
  cancelRun,
  cancelAllRuns,
  getJob,
  listJobs,
];

const router = new Router(operations.map(toRouted), { base: '/api/2.2' });
const hostRouter = new Router([getHostMetadata]);

export const jobsApi: RestApi<JobsContext, DatabricksFault> = {
  name: 'Databricks',
  route: ({ method, url: { pathname: path } }) => {
    const found = router.find(method, path) ?? hostRouter.find(method, path);
    if (found !== undefined) return found;
    if (path.startsWith('/oidc/'))
      throw new Refusal(
        501,
        'NOT_IMPLEMENTED',
        'The local Databricks signs nobody in: get a token for Azure Databricks from the local identity endpoint.',
      );
    if (/^\/api\/\d\.\d\//.test(path) && !router.hasPath(path))
      throw new Refusal(501, 'NOT_IMPLEMENTED', `The local Databricks does not support ${method} ${path}`);
    throw new Refusal(
      404,
      'ENDPOINT_NOT_FOUND',
      `No API found for '${method} ${path.replace(/^\/api\/\d\.\d/, '')}'`,
    );
  },
  // Messages of Databricks; 400 for another audience: MicrosoftDocs/azure-docs issue 85703.
  authenticate: requireToken(DATABRICKS_AUDIENCE, {
    missing: () =>
      new Refusal(401, 401, 'Credential was not sent or was of an unsupported type for this API.'),
    invalid: (reason) => new Refusal(401, 401, `Invalid access token: ${reason}.`),
    expired: (expiredAt) => new Refusal(401, 401, `Access token expired at ${expiredAt.toISOString()}.`),
    wrongAudience: (audience) =>
      new Refusal(
        400,
        400,
        `io.jsonwebtoken.IncorrectClaimException: Expected aud claim to be: ${DATABRICKS_AUDIENCE}, but was: ${audience}.`,
      ),
  }),
  body: {
    maxBytes: MAX_BODY_BYTES,
    tooLarge: () => new Refusal(413, 'MAX_REQUEST_SIZE_EXCEEDED', 'The request is larger than 10 MB.'),
  },
  toErrorReply: ({ status, code, message, headers }) => ({
    status,
    headers,
    body: { error_code: code, message },
  }),
  failureCode: 'INTERNAL_ERROR',
  forbiddenCode: 'PERMISSION_DENIED',
  page: ({ url, context, now }) =>
    url.pathname === '/' ? databricksPage(context.runs.list(), now) : undefined,
  headers: () => ({ server: 'databricks', 'content-type': 'application/json' }),
};

function toRouted(operation: JobsOperation): RoutedOperation<JobsContext, DatabricksFault> {
  const { name, method, path } = operation;
  return { name, method, path, run: (call) => perform(operation, call) };
}

function perform(operation: JobsOperation, { request, body, context, faults }: JobsCall): HttpReply {
  const { url } = request;
  const parameters =
    operation.method === 'GET' ? Parameters.fromQuery(url.searchParams) : Parameters.fromBody(body);
  const answer = operation.run(parameters, {
    runs: context.runs,
    baseUrl: url.origin,
    neverEnds: faults.some(({ kind }) => kind === 'run-never-ends'),
  });
  return {
    status: 200,
    body: withState(answer, faults),
    ...(faults.some(({ kind }) => kind === 'run-is-cancelled') && {
      afterwards: () => {
        cancelByOther(context.runs, answer);
      },
    }),
  };
}

function cancelByOther(runs: JobRuns, { run_id: runId }: JsonObject): void {
  const found = typeof runId === 'number' ? runs.find(runId) : undefined;
  if (found !== undefined) runs.cancel(found);
}

/** Replaces every state in the response, if a fault requires it. */
function withState(answer: JsonObject, faults: readonly DatabricksFault[]): JsonObject {
  const fault = faults.find((candidate) => candidate.kind === 'show-state');
  if (fault === undefined) return answer;
  return replaceIn(answer, fault.state);
}

function replaceIn(object: JsonObject, state: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, Json] => {
      if (name === 'state' && isJsonObject(value)) return [name, { ...value, life_cycle_state: state }];
      if (name === 'status' && isJsonObject(value)) return [name, { ...value, state }];
      if ((name === 'tasks' || name === 'runs') && Array.isArray(value))
        return [name, value.map((item: Json) => (isJsonObject(item) ? replaceIn(item, state) : item))];
      return [name, value];
    }),
  );
}
