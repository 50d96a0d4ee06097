import { metrics } from '@opentelemetry/api';
import { type LandingAge } from './landing-ages';
import { type Clock } from '../platform/clock';
import { SCOPE } from '../platform/telemetry/in-span';
import { isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * A timer runs on one instance at a time. An old value of this instance must not hide what another instance measured
 * since. Application Insights receives each value once. An exporter with cumulative temporality repeats the last one.
 */
const FRESH_MILLISECONDS = 150_000;

/** Keeps the ages that this process measured last, for the gauge. */
export class LandingAgeGauge {
  readonly #clock: Clock;
  #measured: { readonly at: number; readonly ages: readonly LandingAge[] } | undefined;
  #registered = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps one measurement. Does nothing if telemetry is off. */
  record(ages: readonly LandingAge[]): void {
    if (!isTelemetryOn()) return;
    this.#measured = { at: this.#clock.now().getTime(), ages };
    if (this.#registered) return;
    this.#registered = true;
    metrics
      .getMeter(SCOPE)
      .createObservableGauge('sluice.landing.age', {
        unit: 's',
        description: 'Minimum time that the oldest event known to wait in the hub has waited to be landed.',
      })
      .addCallback((result) => {
        for (const { source, partition, seconds } of this.#fresh())
          result.observe(seconds, {
            'sluice.source': source,
            'messaging.destination.partition.id': String(partition),
          });
      });
  }

  #fresh(): readonly LandingAge[] {
    if (this.#measured === undefined) return [];
    return this.#clock.now().getTime() - this.#measured.at < FRESH_MILLISECONDS ? this.#measured.ages : [];
  }
}
