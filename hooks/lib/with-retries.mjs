import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, stderrOf } from './errors.mjs';

/**
 * Errors of services until a role assignment or a new identity is effective everywhere, which takes minutes:
 * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
 */
const PASSING =
  /Forbidden|AuthorizationFailed|AuthorizationPermissionMismatch|PERMISSION_DENIED|does not have .*permission|PrincipalNotFound|\b(403|429|502|503|504)\b/i;

/** Seconds before the second try. Each further wait is twice as long, up to a minute. @default 10 */
const FIRST_WAIT_SECONDS = Number(process.env['SLUICE_HOOKS_WAIT_SECONDS'] ?? 10);

/**
 * Repeats an action that fails for a temporary reason: eight tries in about five minutes.
 *
 * @template T
 * @param {() => Promise<T>} action that may be repeated
 * @param {{tries?: number, firstWaitSeconds?: number, isPassing?: (error: unknown) => boolean}} [options]
 * @returns {Promise<T>}
 */
export async function withRetries(
  action,
  {
    tries = 8,
    firstWaitSeconds = FIRST_WAIT_SECONDS,
    isPassing = (error) => PASSING.test(`${messageOf(error)}\n${stderrOf(error)}`),
  } = {},
) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (attempt >= tries || !isPassing(error)) throw error;
      await wait(Math.min(60, firstWaitSeconds * 2 ** (attempt - 1)) * 1000);
    }
  }
}
