import { type InvocationContext } from '@azure/functions';
import { type Lander } from '../bronze/lander';
import { fromTrigger } from './received-batch';

/**
 * Lands one batch. Returns only when every event is in Bronze; whatever it throws, the retry policy holds the
 * checkpoint and the batch comes again.
 */
export function createLandHandler(lander: () => Pick<Lander, 'land'>) {
  return async (bodies: unknown, context: InvocationContext): Promise<void> => {
    const { partition, events } = fromTrigger(bodies, context);
    const { slots, redelivered, warnings } = await lander().land(partition, events);
    for (const { path, metadata } of slots) {
      context.debug(`landed ${path}: ${metadata.accepted} accepted, ${metadata.quarantined} quarantined`);
      for (const { from, to } of metadata.gaps) {
        // The alert rule for lost events matches this text.
        context.error(
          `events lost before landing: partition ${partition}, sequence numbers ${from} to ${to}`,
        );
      }
    }
    if (redelivered > 0)
      context.info(`partition ${partition}: ${redelivered} redelivered events were in Bronze already`);
    for (const warning of warnings) context.warn(warning);
  };
}
