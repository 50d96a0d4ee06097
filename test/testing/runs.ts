/**
 * Whether suites run in their full form: `npm run prove` sets SLUICE_PROVE=1. The default is a short form, so that
 * `npm test` and CI end in minutes. Both forms assert the same.
 */
export const isProving = process.env['SLUICE_PROVE'] === '1';

/** Number of runs of a property or of rounds: `short` by default, `full` under `npm run prove`. */
export function runs(short: number, full: number): number {
  return isProving ? full : short;
}
