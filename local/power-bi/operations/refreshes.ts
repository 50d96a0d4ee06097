import { type JsonObject } from '../../kit';
import { parseBody, readObject, readQuery } from '../fields';
import { invalid, notSupported } from '../refusals';
import { hasEnded, type RefreshEntry } from '../store/semantic-models';
import { findSemanticModel } from './find';
import { type PowerBiOperation } from './operation';

/** Power BI's default if the request sets none. */
const DEFAULT_TOP = 60;

/**
 * `POST …/refreshes {notifyOption}` → 202
 *
 * https://learn.microsoft.com/rest/api/power-bi/datasets/refresh-dataset-in-group
 */
export const startRefresh: PowerBiOperation = {
  name: 'StartRefresh',
  method: 'POST',
  path: '/groups/:group/datasets/:dataset/refreshes',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    const model = findSemanticModel(call);
    const body = readObject(parseBody(call.body || '{}'), 'a refresh', ['notifyOption']);
    if (body['notifyOption'] !== undefined && body['notifyOption'] !== 'NoNotification')
      throw notSupported('A notifyOption other than NoNotification');
    const { context: workspace, now, faults } = call;
    const [latest] = workspace.semanticModels.history(model);
    // The text is Power BI's.
    if (latest !== undefined && !hasEnded(latest, now))
      throw invalid('Invalid dataset refresh request. Another refresh request is already executing');
    const never = faults.some(({ kind }) => kind === 'refresh-never-ends');
    workspace.semanticModels.add(model, {
      startTime: now.toISOString(),
      endsAt: never ? null : new Date(now.getTime() + workspace.refreshSeconds * 1000).toISOString(),
      outcome: faults.some(({ kind }) => kind === 'refresh-fails') ? 'Failed' : 'Completed',
    });
    return { status: 202 };
  },
};

/**
 * `GET …/refreshes ?$top` → `{value: [{requestId, refreshType, startTime, endTime?, status, serviceExceptionJson?}]}`, the
 * newest first; a refresh that runs has the status `Unknown`
 *
 * https://learn.microsoft.com/rest/api/power-bi/datasets/get-refresh-history-in-group
 */
export const listRefreshes: PowerBiOperation = {
  name: 'GetRefreshHistory',
  method: 'GET',
  path: '/groups/:group/datasets/:dataset/refreshes',
  run: (call) => {
    const top = readQuery(call.request.url.searchParams, ['$top']).get('$top') ?? String(DEFAULT_TOP);
    if (!/^[1-9]\d{0,3}$/.test(top)) throw invalid('$top must be a whole number from 1');
    const history = call.context.semanticModels.history(findSemanticModel(call));
    return {
      status: 200,
      body: { value: history.slice(0, Number(top)).map((entry) => toEntry(entry, call.now)) },
    };
  },
};

function toEntry(entry: RefreshEntry, now: Date): JsonObject {
  const { requestId, startTime, endsAt, outcome } = entry;
  const head = { requestId, refreshType: 'ViaApi', startTime };
  if (endsAt === null || !hasEnded(entry, now)) return { ...head, status: 'Unknown' };
  return {
    ...head,
    endTime: endsAt,
    status: outcome,
    ...(outcome === 'Failed' && {
      serviceExceptionJson: JSON.stringify({ errorCode: 'ModelRefreshFailed_CredentialsNotSpecified' }),
    }),
  };
}
