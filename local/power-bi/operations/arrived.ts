import { type IncomingMessage } from 'node:http';
import { type Operation } from '../../kit';
import { Refusal } from '../refusals';
import { type PowerBiFault, type Workspace } from './operation';

/** Not a path of the service: what a person would look at in the portal. */
export const ARRIVED_PATH = '/arrived';

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const LOOPBACK_ADDRESS = /^(127\.|::1$|::ffff:127\.)/;

/**
 * `GET /arrived` → `{datasets: [{name, tables: [{name, rows, newest: [row]}]}]}`: how many rows each table holds, and the
 * last few of them, the newest first. It asks for no token, so it answers this machine alone: a page may read it that was
 * loaded from this machine too.
 */
export const arrived: Operation<Workspace, PowerBiFault> = {
  name: 'Arrived',
  isOpen: true,
  run: ({ request, context }) => {
    const { incoming, method } = request;
    requireLoopback(incoming);
    if (method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', `${ARRIVED_PATH} is for GET`);
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

/** A name that leads here from elsewhere, or a page from elsewhere, is turned away as well as another machine. */
function requireLoopback({ socket, headers }: IncomingMessage): void {
  const { host = '', origin } = headers;
  const isLocal =
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(host) &&
    (origin === undefined || (URL.canParse(origin) && LOOPBACK_HOST.test(new URL(origin).host)));
  if (!isLocal) throw new Refusal(403, 'Forbidden', `${ARRIVED_PATH} is for this machine alone`);
}
