/** The clock of runs; tests provide their own. */
export interface JobsClock {
  now(): Date;
  /** Calls `callback` later, unless the returned function cancels it. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemJobsClock: JobsClock = {
  now: () => new Date(),
  after: (milliseconds, action) => {
    // Waits beyond the limit of a timer (24.8 days) end early; time-outs here are far shorter.
    const timer = setTimeout(action, Math.min(milliseconds, 2 ** 31 - 1));
    return () => {
      clearTimeout(timer);
    };
  },
};
