import { type InvocationContext } from '@azure/functions';
import { type LandingAges } from '../landing-ages';
import { SluiceError } from '../../platform/errors';
import { type LandingAgeGauge } from '../landing-age-gauge';

/** A batch waits two seconds at most, and is tried again within a minute. */
const BEHIND_SECONDS = 300;

/** What the handler needs of the app. */
export interface MeasuringAges {
  readonly ages: Pick<LandingAges, 'measure'>;
  readonly gauge: Pick<LandingAgeGauge, 'record'>;
}

/** Measures for how long events have been waiting to be landed, per partition, and says which partitions are behind. */
export function createLandingAgeHandler(landing: () => MeasuringAges) {
  /** Losses that this process has logged, by partition: each once. */
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
    for (const fault of faults) context.error('the age of what waits is not known everywhere:', fault);
    throw new SluiceError('landing_age_unknown', `${faults.length} readings failed; the log has each`, {
      kind: 'transient',
      cause: first,
    });
  };
}
