import { type InvocationContext } from '@azure/functions';
import { type Quarantine } from '../quarantine/quarantine';

/** Indexes what was quarantined since the last time, so that a request finds little left to do. */
export function createQuarantineIndexHandler(sluice: () => { quarantine(): Pick<Quarantine, 'catchUp'> }) {
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    await sluice().quarantine().catchUp();
    context.debug('the index of the quarantine is up to date');
  };
}
