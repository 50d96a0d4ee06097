/** The quarantine: what other features read of it. */
export { openQuarantineTable } from './open-quarantine-table';
export { openQuarantineTotals } from './open-quarantine-totals';
export { type QuarantineTotalsReader } from './quarantine-totals';
