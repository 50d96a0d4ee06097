import { z } from 'zod';
import { type Faults } from './faults';
import { parseJson } from './json';
import { Refusal } from './refusal';

/** No service has this path. */
export const FAULTS_PATH = '/_stand-in/faults';

/** The operations with which a test controls faults of a stand-in in another process. */
export interface FaultSwitches {
  /** Number of faults that have not happened yet. */
  readonly pending: number;
  /** Removes all faults. */
  clear(): void;
  /** Reads the body of a `POST` and injects its fault. @throws z.ZodError */
  inject(body: unknown): void;
}

/** Reads `{fault: {kind, …}, requests?, operation?}`, for faults of the given shape. */
export function toFaultSwitches<Fault>(faults: Faults<Fault>, shape: z.ZodType<Fault>): FaultSwitches {
  const body = z.strictObject({
    fault: shape,
    requests: z.int().min(1).optional(),
    operation: z.string().optional(),
  });
  return {
    get pending() {
      return faults.pending;
    },
    clear: () => {
      faults.clear();
    },
    inject: (given) => {
      const { fault, ...options } = body.parse(given);
      faults.inject(fault, options);
    },
  };
}

/**
 * Injects a fault (`POST`), counts faults (`GET`) or removes all (`DELETE`). Each returns `{pending}`.
 *
 * @throws Refusal 400 `InvalidRequest`, 405 `MethodNotAllowed`
 */
export function answerFaults(
  switches: FaultSwitches,
  method: string,
  body: string,
): { readonly pending: number } {
  switch (method) {
    case 'GET':
      break;
    case 'DELETE':
      switches.clear();
      break;
    case 'POST':
      injectFrom(switches, body);
      break;
    default:
      throw new Refusal(405, 'MethodNotAllowed', `${method} ${FAULTS_PATH}`);
  }
  return { pending: switches.pending };
}

function injectFrom(switches: FaultSwitches, body: string): void {
  const refuse = (reason: string): Refusal => new Refusal(400, 'InvalidRequest', reason);
  const given = parseJson(body, refuse);
  try {
    switches.inject(given);
  } catch (error) {
    if (error instanceof z.ZodError) throw refuse(z.prettifyError(error));
    throw error;
  }
}
