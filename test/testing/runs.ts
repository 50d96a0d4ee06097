/**
 * How much the suites do. By default each takes a short form, so that `npm test` and CI end in minutes; `npm run prove` sets
 * SLUICE_PROVE=1 and gives all of them their full form. Both forms assert the same.
 */
export const isProving = process.env['SLUICE_PROVE'] === '1';

/** Runs of a property, or rounds of anything else that is repeated: `short` by default, `full` under `npm run prove`. */
export function runs(short: number, full: number): number {
  return isProving ? full : short;
}
