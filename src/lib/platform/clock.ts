/** The source of the time. It is a parameter, so that tests and simulators control it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
