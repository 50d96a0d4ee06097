/** The quarantine: what other features read of it. */
export { openQuarantineTable } from './open-quarantine-index';
export { openQuarantineTotals, type QuarantineTotalsReader } from './quarantine-totals';
