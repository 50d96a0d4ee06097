import { type Source, SOURCES } from '../contracts/source';
import { type StatusProblem } from './api';

/** The hubs of these sources do not answer. */
export function hubsUnanswered(sources: readonly Source[]): StatusProblem {
  const which =
    sources.length === SOURCES.length
      ? 'Event Hubs does not answer'
      : `Event Hubs does not answer for ${sources.join(', ')}`;
  return {
    stage: 'hub',
    message: `${which}: events sent now are refused with 503 and can be sent again; what was taken in is safe.`,
  };
}

/** What it means when a stage does not answer, and what is safe all the same. */
export const UNANSWERED: Readonly<
  Record<'bronze' | 'live' | 'refresh' | 'sinks' | 'quarantine', StatusProblem>
> = {
  bronze: {
    stage: 'bronze',
    message: 'The lake does not answer: events wait in the hubs; nothing is lost.',
  },
  live: {
    stage: 'live',
    message:
      'The table of live windows does not answer: windows stand still and catch up from the hubs later; landing goes on.',
  },
  refresh: {
    stage: 'refresh',
    message:
      'The record of refreshes does not answer: Gold stays as it is; events keep landing and wait for the next refresh.',
  },
  sinks: {
    stage: 'sinks',
    message: 'The state of the sinks cannot be read: windows are kept and delivered when it can.',
  },
  quarantine: {
    stage: 'quarantine',
    message:
      'The index of quarantined records does not answer: the records themselves are in Bronze, and landing goes on.',
  },
};

/** What a stage answered within its time. */
export type Answer<T> =
  { readonly answered: true; readonly value: T } | { readonly answered: false; readonly error: unknown };

/** Waits for an answer, at most so long: a service that hangs must not take the status with it. */
export async function ask<T>(read: () => Promise<T>, timeoutMilliseconds: number): Promise<Answer<T>> {
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
