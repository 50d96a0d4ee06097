import { type StrategyRun } from './change';
import { compute } from './compute';

/** Makes the whole table anew. */
export const full: StrategyRun = async (options) => {
  const computed = await compute(options);
  if (computed.outcome === 'failed') return computed;
  const files = options.snapshot?.files ?? [];
  return {
    ...computed,
    outcome: 'change',
    remove: files.map(({ path }) => path),
    operation: 'WRITE',
    rowsRemoved: files.reduce((sum, { rows }) => sum + rows, 0),
  };
};
