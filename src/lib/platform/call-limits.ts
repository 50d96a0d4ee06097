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
