import { type InvocationContext } from '@azure/functions';
import { type LandingAges } from '../landing-ages';
import { SluiceError } from '../../platform/errors';
import { type LandingAgeGauge } from '../landing-age-gauge';

/** A batch normally waits at most two seconds, and a failed one is tried again within a minute. */
const BEHIND_SECONDS = 300;

/** The parts of the app that the handler needs. */
export interface MeasuringAges {
  readonly ages: Pick<LandingAges, 'measure'>;
  readonly gauge: Pick<LandingAgeGauge, 'record'>;
}

/**
 * Creates a handler that measures how long events have waited to be landed, and logs the partitions that are behind.
 */
export function createLandingAgeHandler(landing: () => MeasuringAges) {
  /** Losses that this process has logged, by partition, so each is logged once. */
  const logged = new Map<string, number>();
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const { ages: measuring, gauge } = landing();
    const { ages, faults } = await measuring.measure();
    gauge.record(ages);
    for (const { source, hubGeneration, partition, seconds, events, lost } of ages) {
      const where = `${source}, partition ${partition}`;
      if (seconds >= BEHIND_SECONDS)
        context.warn(
          `landing is behind: ${where}: ${events} events wait, one for ${seconds} seconds or longer`,
        );
      const key = `${source}/${hubGeneration}/${partition}`;
      if (lost === undefined || logged.get(key) === lost.to) continue;
      logged.set(key, lost.to);
      // The alert rule for lost events matches this text.
      context.error(`events lost before landing: ${where}, sequence numbers ${lost.from} to ${lost.to}`);
    }
    const [first] = faults;
    if (first === undefined) return;
    for (const fault of faults)
      context.error('the age of the oldest waiting event is not known for every partition:', fault);
    throw new SluiceError(
      'landing_age_unknown',
      `${faults.length} readings of landing ages failed; see the log for each`,
      {
        kind: 'transient',
        cause: first,
      },
    );
  };
}
