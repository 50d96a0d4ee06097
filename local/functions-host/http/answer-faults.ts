import { z } from 'zod';
import { type FunctionsHostFaults } from '../faults';

/** Not a path of the Functions host. */
export const FAULTS_PATH = '/_stand-in/faults';

const count = z.int().min(1);

const shape = z.strictObject({
  fault: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lose-kept-back-events') }),
    z.strictObject({ kind: z.literal('skip-events'), count }),
    z.strictObject({ kind: z.literal('kill-turn') }),
    z.strictObject({ kind: z.literal('early-timer'), milliseconds: z.int().min(1).max(1000).optional() }),
    z.strictObject({ kind: z.literal('late-retry'), seconds: count.optional() }),
    z.strictObject({ kind: z.literal('redeliver-activity') }),
    z.strictObject({ kind: z.literal('late-work-items') }),
  ]),
  times: count.optional(),
  functionName: z.string().optional(),
  partitionId: z.string().optional(),
});

export interface FaultsReply {
  readonly status: number;
  readonly body: object;
}

/**
 * Switches faults on and off for a test that talks to this host as a process: `POST {fault: {kind, …}, times?,
 * functionName?, partitionId?}`, `GET`, `DELETE` of all; each answers `{pending}`.
 */
export function answerFaults(faults: FunctionsHostFaults, method: string, body: string): FaultsReply {
  switch (method) {
    case 'GET':
      break;
    case 'DELETE':
      faults.clear();
      break;
    case 'POST': {
      const parsed = shape.safeParse(parseJson(body));
      if (!parsed.success) return refuse(400, 'InvalidRequest', z.prettifyError(parsed.error));
      const { fault, times, functionName, partitionId } = parsed.data;
      const options = {
        ...(times !== undefined && { times }),
        ...(functionName !== undefined && { functionName }),
      };
      if (fault.kind === 'lose-kept-back-events' || fault.kind === 'skip-events')
        faults.inject(fault, { ...options, ...(partitionId !== undefined && { partitionId }) });
      else faults.durable.inject(fault, options);
      break;
    }
    default:
      return refuse(405, 'MethodNotAllowed', `${method} ${FAULTS_PATH}`);
  }
  return { status: 200, body: { pending: faults.pending } };
}

/** What is no JSON fits no shape. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(status: number, code: string, message: string): FaultsReply {
  return { status, body: { error: { code, message } } };
}
