import { type InvocationContext } from '@azure/functions';
import { type Quarantine } from './quarantine';

/** Indexes what was quarantined since the last time, so that a request finds little left to do. */
export function createQuarantineIndexHandler(
  sluice: () => { quarantine(): Pick<Quarantine, 'advanceIndex'> },
) {
  return async (context: InvocationContext): Promise<void> => {
    if (await sluice().quarantine().advanceIndex())
      context.debug('the index of the quarantine is up to date');
    else context.warn('the index of the quarantine is behind; the next call goes on');
  };
}
