/** The time that runs go by: tests give their own. */
export interface JobsClock {
  now(): Date;
  /** Does something later, unless it is called off with the function that is returned. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemJobsClock: JobsClock = {
  now: () => new Date(),
  after: (milliseconds, action) => {
    // Longer waits than a timer can count (24.8 days) end early; no time-out here comes near.
    const timer = setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1));
    return () => {
      clearTimeout(timer);
    };
  },
};
