/** The parts of the quarantine that other features read. */
export { openQuarantineTable } from './open-quarantine-index';
export { openQuarantineTotals, type QuarantineTotalsReader } from './quarantine-totals';
