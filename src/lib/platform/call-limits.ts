import { SluiceError } from './errors';

/**
 * How long one call of a timer or an activity may take, in milliseconds: a fifth of `functionTimeout` in host.json. At the time-out
 * the host ends the worker with everything in flight, so no call may come near it. A test compares the two.
 */
export const CALL_MILLISECONDS = 60_000;

/**
 * How long a call begins further pieces of work, in milliseconds; what is under way then has the rest of the call. It is less than
 * a minute, so that calls of a timer that fires every minute do not pile up.
 */
export const WORK_MILLISECONDS = 45_000;

export interface LimitCallOptions {
  /** @default {@link CALL_MILLISECONDS} */
  readonly milliseconds?: number;
  /** Calls `run` after so many milliseconds; returns what calls it off. @default the timers of Node */
  readonly after?: (milliseconds: number, run: () => void) => () => void;
}

/**
 * Waits for a timer's or an activity's work, at most as long as a call may take. Work stops by itself before that and remembers where
 * it was; this is for a service that hangs. What is under way then goes on behind, so it must be safe to repeat.
 *
 * @param name of the timer or activity, for the message
 * @throws SluiceError `call_timeout` (transient)
 */
export async function limitCall<T>(
  name: string,
  work: () => Promise<T>,
  { milliseconds = CALL_MILLISECONDS, after = afterOnNode }: LimitCallOptions = {},
): Promise<T> {
  let callOff = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    callOff = after(milliseconds, () => {
      const message = `${name} took longer than ${milliseconds / 1000} s; its next call goes on`;
      reject(new SluiceError('call_timeout', message, { kind: 'transient' }));
    });
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    callOff();
  }
}

function afterOnNode(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
