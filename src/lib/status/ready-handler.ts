import { type HttpHandler } from '@azure/functions';
import { type Readiness } from './api';
import { toJsonResponse, toProblemResponse } from '../platform/http/responses';

/**
 * Checks all services that the app needs: 200, with the names of slow ones, or 503 with the names of those that do not
 * answer.
 */
export function createReadyHandler(check: () => Promise<CheckResults>): HttpHandler {
  return async (_request, context) => {
    const { failed, slow } = await check();
    if (failed.size === 0) {
      const ready: Readiness = { status: 'ready', ...(slow.length > 0 && { slow: [...slow] }) };
      return toJsonResponse(ready);
    }
    for (const [name, error] of failed) context.error(name, error);
    return toProblemResponse({
      status: 503,
      title: 'Service Unavailable',
      code: 'not_ready',
      detail: `Not available: ${[...failed.keys()].join(', ')}.`,
      members: { unreachable: [...failed.keys()] },
      headers: { 'retry-after': '5' },
    });
  };
}

/** Results of checks by their names, in the order of the checks. */
export interface CheckResults {
  /** Errors of checks that failed twice, or did not end in time. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Checks that succeeded, but took long. */
  readonly slow: readonly string[];
}

export interface CheckTimes {
  /** @default 3000 */
  readonly slowMilliseconds?: number;
  /** Both tries together. @default 10000 */
  readonly maxMilliseconds?: number;
}

/** Runs all checks at once. A check that fails is tried a second time, because a single error is no alarm. */
export async function runChecks(
  checks: ReadonlyMap<string, () => Promise<unknown>>,
  { slowMilliseconds = 3000, maxMilliseconds = 10_000 }: CheckTimes = {},
): Promise<CheckResults> {
  const failed = new Map<string, unknown>();
  const slow = new Set<string>();
  await Promise.all(
    [...checks].map(async ([name, check]) => {
      const slowTimer = setTimeout(() => slow.add(name), slowMilliseconds);
      let endTimer: NodeJS.Timeout | undefined;
      try {
        const end = new Promise<never>((_resolve, reject) => {
          endTimer = setTimeout(() => {
            reject(new Error(`no answer within ${maxMilliseconds} ms`));
          }, maxMilliseconds);
        });
        await Promise.race([tryTwice(check), end]);
      } catch (error) {
        failed.set(name, error);
      } finally {
        clearTimeout(slowTimer);
        clearTimeout(endTimer);
      }
    }),
  );
  const names = [...checks.keys()];
  return {
    failed: new Map(names.flatMap((name) => (failed.has(name) ? [[name, failed.get(name)] as const] : []))),
    slow: names.filter((name) => slow.has(name) && !failed.has(name)),
  };
}

async function tryTwice(check: () => Promise<unknown>): Promise<unknown> {
  try {
    return await check();
  } catch {
    // The second error is the one that is reported.
    return check();
  }
}
