import { FAULT_KINDS, type PowerBiFault, type PowerBiFaults } from '../faults';
import { type JsonObject, parseJson, readObject, readText } from './json';
import { invalid, Refusal } from './refusal';

/** Not a path of the service. */
export const FAULTS_PATH = '/_stand-in/faults';

/**
 * Switches faults on and off for a test that talks to this service as a process: `POST {fault: {kind, …}, requests?,
 * operation?}`, `GET`, `DELETE` of all; each answers `{pending}`.
 *
 * @throws Refusal
 */
export function answerFaults(faults: PowerBiFaults, method: string, body: string): JsonObject {
  switch (method) {
    case 'GET':
      break;
    case 'DELETE':
      faults.clear();
      break;
    case 'POST': {
      const request = readObject(parseJson(body), 'the body', ['fault', 'requests', 'operation']);
      const requests = readNumber(request, 'requests') ?? 1;
      const { operation } = request;
      faults.inject(readFault(request), {
        requests,
        ...(typeof operation === 'string' && { operation }),
      });
      break;
    }
    default:
      throw new Refusal(405, 'MethodNotAllowed', `${method} ${FAULTS_PATH}`);
  }
  return { pending: faults.pending };
}

function readFault(request: JsonObject): PowerBiFault {
  const fault = readObject(request['fault'], 'fault', ['kind', 'status', 'code', 'retryAfterSeconds']);
  const name = readText(fault, 'kind', 'fault');
  const kind = FAULT_KINDS.find((known) => known === name);
  if (kind === undefined) throw invalid(`there is no fault "${name}"; choose from ${FAULT_KINDS.join(', ')}`);
  if (kind !== 'fail') return { kind };
  const retryAfterSeconds = readNumber(fault, 'retryAfterSeconds');
  return {
    kind,
    status: readNumber(fault, 'status') ?? 500,
    code: typeof fault['code'] === 'string' ? fault['code'] : 'Injected',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

function readNumber(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (!Number.isSafeInteger(value)) throw invalid(`${name} must be a whole number`);
  return value as number;
}
