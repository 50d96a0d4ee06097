/** Where the time comes from. Passed in, so that tests and simulators own it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
