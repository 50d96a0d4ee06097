import { type Operation, requireLoopback } from '../../kit';
import { Refusal } from '../refusals';
import { type PowerBiFault, type Workspace } from './operation';

/** The real service has no such path; its portal shows the rows. */
export const ARRIVED_PATH = '/arrived';

/**
 * `GET /arrived` → `{datasets: [{name, tables: [{name, rows, newest: [row]}]}]}`: the number of rows of each
 * table, and the newest of them, newest first. It requires no token, so it only responds to this machine.
 * Pages that were loaded from this machine may also read it: the monitor page does.
 */
export const arrived: Operation<Workspace, PowerBiFault> = {
  name: 'Arrived',
  isOpen: true,
  servesLocalPages: true,
  run: ({ request, context }) => {
    const { incoming, method } = request;
    requireLoopback(incoming, ARRIVED_PATH);
    if (method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', `${ARRIVED_PATH} only supports GET`);
    const { origin } = incoming.headers;
    const datasets = context.datasets.list().map(({ record, rows }) => ({
      name: record.name,
      tables: record.tables.map(({ name }) => ({
        name,
        rows: rows.get(name)?.count ?? 0,
        newest: rows.get(name)?.newest ?? [],
      })),
    }));
    return {
      status: 200,
      headers: origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' },
      body: { datasets },
    };
  },
};
