import { type InvocationContext } from '@azure/functions';
import { type QuarantineIndex } from './quarantine-index';

/** Indexes what was quarantined since the last time, so that a request finds little left to do. */
export function createQuarantineIndexHandler(open: () => Pick<QuarantineIndex, 'advance'>) {
  return async (context: InvocationContext): Promise<void> => {
    if (await open().advance()) context.debug('the index of the quarantine is up to date');
    else context.warn('the index of the quarantine is behind; the next call goes on');
  };
}
