import { metrics } from '@opentelemetry/api';
import { type LandingAge } from './landing-ages';
import { type Clock } from '../platform/clock';
import { SCOPE } from '../platform/telemetry/in-span';
import { isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * A timer runs on one instance at a time. What another instance measured since then must not be hidden by an old value.
 * Application Insights gets each value once; an exporter with cumulative temporality goes on telling the last one.
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

  /** Takes one measurement; while telemetry is off it does nothing. */
  record(ages: readonly LandingAge[]): void {
    if (!isTelemetryOn()) return;
    this.#measured = { at: this.#clock.now().getTime(), ages };
    if (this.#registered) return;
    this.#registered = true;
    metrics
      .getMeter(SCOPE)
      .createObservableGauge('sluice.landing.age', {
        unit: 's',
        description: 'For how long an event has been waiting in the hub to be landed, at least.',
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
