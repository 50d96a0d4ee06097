/** The quarantine: what other features read of it. */
export { openQuarantineTable } from './open-quarantine-index';
export { openQuarantineTotals } from './open-quarantine-index';
export type { QuarantineTotalsReader } from './quarantine-totals';
