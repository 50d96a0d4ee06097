import { SluiceError } from './errors';

/**
 * How long one call of a timer or an activity may take, in milliseconds: a fifth of `functionTimeout` in host.json. At
 * the time-out the host ends the worker with all its calls, so no call may come close to it. A test compares the two
 * values.
 */
export const CALL_MILLISECONDS = 60_000;

/**
 * How long a call starts further work, in milliseconds. Work in progress then has the rest of the call. It is below
 * one minute, so that calls of a timer that fires every minute do not overlap.
 */
export const WORK_MILLISECONDS = 45_000;

export interface LimitCallOptions {
  /** @default {@link CALL_MILLISECONDS} */
  readonly milliseconds?: number;
  /** Calls `run` after this many milliseconds. Returns a function that cancels it. @default the timers of Node */
  readonly after?: (milliseconds: number, run: () => void) => () => void;
}

/**
 * Waits for the work of a timer or an activity, at most for the limit of a call. Work normally stops before the limit
 * and saves its position, so the limit is for a service that hangs. Work in progress then continues in the background,
 * so it must be safe to repeat.
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
      const message = `${name} took longer than ${milliseconds / 1000} s; its next call continues`;
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
