import { type InvocationContext } from '@azure/functions';
import { type QuarantineIndex } from './quarantine-index';

/** Creates a handler that indexes newly quarantined records, so that requests have little to index. */
export function createQuarantineIndexHandler(open: () => Pick<QuarantineIndex, 'advance'>) {
  return async (context: InvocationContext): Promise<void> => {
    if (await open().advance()) context.debug('the index of the quarantine is up to date');
    else context.warn('the index of the quarantine is behind; the next call continues');
  };
}
