import { type JsonObject } from '../../bundle/json';
import { type DatabricksFault, type DatabricksFaults } from '../../faults';
import { Parameters } from './parameters';
import { invalidParameter, Refusal } from './refusal';

/** Not a path of the service. */
export const FAULTS_PATH = '/_stand-in/faults';

/**
 * Switches faults on and off for a test that talks to this service as a process: `POST {fault: {kind, …},
 * requests?, operation?}`, `GET`, `DELETE` of all; each answers `{pending}`.
 *
 * @throws Refusal
 */
export function answerFaults(faults: DatabricksFaults, method: string, body: string): JsonObject {
  switch (method) {
    case 'GET':
      break;
    case 'DELETE':
      faults.clear();
      break;
    case 'POST': {
      const parameters = Parameters.fromBody(body);
      parameters.only(['fault', 'requests', 'operation']);
      const requests = parameters.integer('requests') ?? 1;
      const wanted = parameters.text('operation');
      const fault = readFault(parameters.object('fault') ?? Parameters.fromBody('{}'));
      faults.inject(fault, {
        requests,
        matches: ({ operation }) => wanted === undefined || operation === wanted,
      });
      break;
    }
    default:
      throw new Refusal(405, 'ENDPOINT_NOT_FOUND', `${method} ${FAULTS_PATH}`);
  }
  return { pending: faults.pending };
}

function readFault(parameters: Parameters): DatabricksFault {
  const kind = parameters.text('kind') ?? '';
  switch (kind) {
    case 'fail': {
      parameters.only(['kind', 'status', 'code', 'retryAfterSeconds']);
      const retryAfterSeconds = parameters.integer('retryAfterSeconds');
      return {
        kind,
        status: parameters.id('status'),
        code: parameters.text('code') ?? '',
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      };
    }
    case 'show-state':
      parameters.only(['kind', 'state']);
      return { kind, state: parameters.text('state') ?? '' };
    case 'lose-reply':
    case 'run-never-ends':
    case 'run-is-cancelled':
      parameters.only(['kind']);
      return { kind };
    default:
      throw invalidParameter(`There is no fault "${kind}".`);
  }
}
