/**
 * By how much the clocks of the nodes that serve a partition may differ, in milliseconds. The hub's creation time has told
 * that it is the same hub before anything is judged by it.
 */
export const CLOCK_SKEW = 60_000;
