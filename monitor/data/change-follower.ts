import { type ServeChanges } from './api';
import { type Call } from './api-client';

export interface ChangeFollower {
  /**
   * Waits until the data of the path may have changed.
   *
   * @returns false if the app does not wait for changes, so that the caller has to poll
   */
  next(signal: AbortSignal): Promise<boolean>;
}

/** How long the page polls before it asks again: an app that does not wait, and one that does not answer. */
const POLLING_MILLISECONDS = 60_000;
const FAILED_MILLISECONDS = 10_000;

/** Longer than the app waits. */
const TIMEOUT_MILLISECONDS = 70_000;

/** Follows `GET …/changes`: a request that the app answers when there is a newer version. */
export function createChangeFollower(call: Call, path: string): ChangeFollower {
  let version: string | undefined;
  let pollsUntil = 0;
  return {
    async next(signal) {
      if (Date.now() < pollsUntil) return false;
      const query = version === undefined ? '' : `?after=${encodeURIComponent(version)}`;
      const answer = await call<ServeChanges>(path + query, {
        signal,
        timeoutMilliseconds: TIMEOUT_MILLISECONDS,
      });
      if (signal.aborted) return false;
      if (!answer.ok || answer.value.waitSeconds === 0) {
        pollsUntil = Date.now() + (answer.ok ? POLLING_MILLISECONDS : FAILED_MILLISECONDS);
        return false;
      }
      ({ version } = answer.value);
      return true;
    },
  };
}
