import { type JsonObject } from '../../bundle/json';
import { type DatabricksFault, type DatabricksFaults } from '../../faults';
import { Parameters } from './parameters';
import { invalidParameter, Refusal } from './refusal';

/** Not a path of the service: `POST` one fault, `GET` how many are pending, `DELETE` all. */
export const FAULTS_PATH = '/_stand-in/faults';

/**
 * `POST {kind, requests?, operation?, …fields of the fault}`; every method answers `{pending}`.
 *
 * @throws Refusal
 */
export function answerAdmin(faults: DatabricksFaults, method: string, body: string): JsonObject {
  switch (method) {
    case 'GET':
      break;
    case 'DELETE':
      faults.clear();
      break;
    case 'POST': {
      const parameters = Parameters.fromBody(body);
      const requests = parameters.integer('requests');
      const operation = parameters.text('operation');
      faults.inject(readFault(parameters), {
        ...(requests !== undefined && { requests }),
        ...(operation !== undefined && { operation }),
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
  const only = (...fields: string[]): void => {
    parameters.only(['kind', 'requests', 'operation', ...fields]);
  };
  switch (kind) {
    case 'fail': {
      only('status', 'errorCode', 'message', 'retryAfterSeconds');
      const message = parameters.text('message');
      const retryAfterSeconds = parameters.integer('retryAfterSeconds');
      return {
        kind,
        status: parameters.id('status'),
        errorCode: parameters.text('errorCode') ?? 'TEMPORARILY_UNAVAILABLE',
        ...(message !== undefined && { message }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      };
    }
    case 'unknown-state':
      only('state');
      return { kind, state: parameters.text('state') ?? 'HIBERNATING' };
    case 'lose-reply':
    case 'never-ends':
    case 'cancelled-by-other':
      only();
      return { kind };
    default:
      throw invalidParameter(
        'kind must be fail, lose-reply, unknown-state, never-ends or cancelled-by-other.',
      );
  }
}
