import { requireToken, type RestApi, Router, supportPage, toNestedError } from '../../kit';
import { notSupported, Refusal } from '../refusals';
import { support } from '../support';
import { arrived, ARRIVED_PATH } from './arrived';
import { deleteDataset, listDatasets, postDataset } from './datasets';
import { type PowerBiFault, type PowerBiOperation, type Workspace } from './operation';
import { listRefreshes, startRefresh } from './refreshes';
import { deleteRows, postRows, pushRows } from './rows';
import { listTables, putTable } from './tables';

const BASE = '/v1.0/myorg';
const AUDIENCE = 'https://analysis.windows.net/powerbi/api';

/** https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming */
const MAX_BODY_BYTES = 16_000_000;

/** Operations of the REST API v1.0, below `BASE`. */
export const operations: readonly PowerBiOperation[] = [
  listDatasets,
  postDataset,
  deleteDataset,
  listTables,
  putTable,
  postRows,
  deleteRows,
  startRefresh,
  listRefreshes,
];

const router = new Router(operations, { base: BASE });
const pushRouter = new Router([pushRows]);

export const powerBiApi: RestApi<Workspace, PowerBiFault> = {
  name: 'Power BI',
  route: ({ method, url, incoming }) => {
    const path = url.pathname;
    if (path === ARRIVED_PATH) return { operation: arrived, parameters: {} };
    const found = pushRouter.find(method, path) ?? router.find(method, path);
    if (found === undefined) {
      if (path.startsWith(`${BASE}/`)) throw notSupported(`${method} ${path}`);
      throw new Refusal(404, 'NotFound', `the path ${path} does not exist`);
    }
    // A service principal profile would act as another identity.
    if (incoming.headers['x-powerbi-profile-id'] !== undefined)
      throw notSupported('A service principal profile');
    return found;
  },
  routesBeforeAuthenticating: true,
  // Without a token Power BI returns 401; an invalid or expired token is 403.
  authenticate: requireToken(AUDIENCE, {
    missing: () => new Refusal(401, 'Unauthorized', 'the request has no bearer token'),
    invalid: (reason) => new Refusal(403, 'InvalidToken', `the access token is not valid: ${reason}`),
    wrongAudience: (audience) =>
      new Refusal(403, 'InvalidToken', `the access token is for ${audience}, not for ${AUDIENCE}`),
    expired: () =>
      new Refusal(403, 'TokenExpired', 'Access token has expired, resubmit with a new access token'),
  }),
  body: {
    maxBytes: MAX_BODY_BYTES,
    tooLarge: () =>
      new Refusal(413, 'RequestEntityTooLarge', `a request can have at most ${MAX_BODY_BYTES} bytes`),
  },
  toErrorReply: toNestedError,
  headers: ({ id }) => ({ requestid: id }),
  page: supportPage({
    support,
    purpose: 'Live windows arrive here in a push dataset, and refreshes of the semantic model are recorded.',
    links: [{ address: ARRIVED_PATH, name: 'Rows that have arrived, as JSON' }],
  }),
};
