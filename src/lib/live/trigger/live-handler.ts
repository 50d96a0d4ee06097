import { type InvocationContext } from '@azure/functions';
import { type ChangeNotice } from '../deliver/open-change-notice';
import { type HealingAggregator } from '../windows/healing-aggregator';
import { type Source } from '../../contracts/source';
import { countFailures } from '../../platform/telemetry/instruments';
import { fromTrigger } from '../../event-log/trigger/received-batch';

/**
 * Aggregates one batch into live windows. It returns only after every event is aggregated. On any error the
 * retry policy keeps the checkpoint, and the batch is delivered again.
 */
export function createLiveHandler(
  aggregator: () => Pick<HealingAggregator, 'aggregate'>,
  source: Source,
  noticeChange: ChangeNotice,
) {
  const aggregate = async (bodies: unknown, context: InvocationContext): Promise<void> => {
    const { partition, events } = fromTrigger(bodies, context);
    const { aggregated, redelivered, lost, healed } = await aggregator().aggregate(partition, events);
    if (aggregated + healed > 0) noticeChange({ source, partition, log: context });
    context.debug(`partition ${partition}: ${aggregated} events aggregated into live windows`);
    if (healed > 0)
      context.warn(
        `partition ${partition}: ${healed} events that the trigger skipped were read from the hub`,
      );
    for (const { from, to } of lost) {
      context.error(
        `events lost before the live windows: partition ${partition}, sequence numbers ${from} to ${to}; live windows are complete again from the next minute on`,
      );
    }
    if (redelivered > 0)
      context.info(`partition ${partition}: ${redelivered} redelivered events had been aggregated before`);
  };
  return (bodies: unknown, context: InvocationContext): Promise<void> =>
    countFailures({ stage: 'live', source, log: context }, () => aggregate(bodies, context));
}
