import { type Source, SOURCES } from '../contracts/source';
import { type StatusProblem } from './api';

/** The problem of sources whose hubs do not answer. */
export function hubsUnanswered(sources: readonly Source[]): StatusProblem {
  const which =
    sources.length === SOURCES.length
      ? 'Event Hubs does not answer'
      : `Event Hubs does not answer for ${sources.join(', ')}`;
  return {
    stage: 'hub',
    message: `${which}: events sent now are refused with 503 and can be sent again. Accepted events are safe.`,
  };
}

/** For each stage, the problem if it does not answer, with the data that is safe. */
export const UNANSWERED: Readonly<
  Record<'bronze' | 'live' | 'refresh' | 'sinks' | 'quarantine', StatusProblem>
> = {
  bronze: {
    stage: 'bronze',
    message: 'The lake does not answer. Events wait in the hubs; nothing is lost.',
  },
  live: {
    stage: 'live',
    message:
      'The table of live windows does not answer. Windows are not updated and catch up from the hubs later. Landing continues.',
  },
  refresh: {
    stage: 'refresh',
    message:
      'The table of refreshes does not answer. Gold is unchanged; events continue to land and wait for the next refresh.',
  },
  sinks: {
    stage: 'sinks',
    message: 'The state of the sinks cannot be read. Windows are kept and delivered later.',
  },
  quarantine: {
    stage: 'quarantine',
    message:
      'The index of quarantined records does not answer. The records are safe in Bronze, and landing continues.',
  },
};

/** The answer of a stage, or its error. */
export type Answer<T> =
  { readonly answered: true; readonly value: T } | { readonly answered: false; readonly error: unknown };

/**
 * Waits for an answer, but not longer than the timeout, so that a service that does not respond cannot block
 * the status.
 */
export async function readWithTimeout<T>(
  read: () => Promise<T>,
  timeoutMilliseconds: number,
): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${timeoutMilliseconds} ms`));
      }, timeoutMilliseconds);
    });
    return { answered: true, value: await Promise.race([read(), late]) };
  } catch (error) {
    return { answered: false, error };
  } finally {
    clearTimeout(timer);
  }
}
