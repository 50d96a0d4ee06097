import { type Counter, createNoopMeter, type Histogram, type Meter, metrics } from '@opentelemetry/api';
import { errorType, SCOPE } from './in-span';

/** The metrics of the app; docs/telemetry.md describes them. Names are of the semantic conventions or `sluice.*`. */
export interface Instruments {
  /** {record}; `sluice.source`, `sluice.contract`, `sluice.verdict`. */
  readonly ingestedRecords: Counter;
  /** {message}; `messaging.destination.name`, and `error.type` if they did not reach the hub. */
  readonly sentMessages: Counter;
  /** {event}; `sluice.source`, `sluice.contract`, `sluice.verdict`, `sluice.rejection.code`. */
  readonly landedEvents: Counter;
  /** By; sluice.source. */
  readonly slotSize: Histogram;
  /** s; sluice.source, error.type. */
  readonly landingDuration: Histogram;
  /** {call}; sluice.source, error.type. */
  readonly failedLandings: Counter;
  /** {event}; sluice.source. */
  readonly aggregatedEvents: Counter;
  /** s; sluice.source, error.type. */
  readonly aggregationDuration: Histogram;
  /** {call}; sluice.source, error.type. */
  readonly failedAggregations: Counter;
  /** {window}; sluice.sink. */
  readonly deliveredWindows: Counter;
  /** {delivery}; sluice.sink. */
  readonly failedDeliveries: Counter;
  /** s; sluice.refresh.state. */
  readonly refreshDuration: Histogram;
  /** {row}; none. */
  readonly refreshedRows: Counter;
  /** {record}; sluice.source, sluice.replay.outcome. */
  readonly replayedRecords: Counter;
}

/** Instruments belong to the meter that created them, and meters live as long as their provider. */
const made = new WeakMap<Meter, Instruments>();

/** Returns the instruments of the installed provider. If telemetry is off, they do nothing. */
export function instruments(): Instruments {
  const meter = metrics.getMeter(SCOPE);
  let instruments = made.get(meter);
  if (instruments === undefined) {
    instruments = createInstruments(meter);
    made.set(meter, instruments);
  }
  return instruments;
}

/** Whether telemetry is on. If not, no time is spent on it. */
export function isTelemetryOn(): boolean {
  return metrics.getMeter(SCOPE) !== createNoopMeter();
}

function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { unit, description });
  const seconds = (name: string, description: string, boundaries: number[]): Histogram =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: boundaries },
    });
  const QUICK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
  const SLOW = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
  return {
    ingestedRecords: counter('sluice.ingest.records', '{record}', 'Records that arrived over HTTP.'),
    sentMessages: counter('messaging.client.sent.messages', '{message}', 'Events published to a hub.'),
    landedEvents: counter(
      'sluice.landing.events',
      '{event}',
      'Events that were landed in Bronze, each once.',
    ),
    slotSize: meter.createHistogram('sluice.landing.slot.size', {
      unit: 'By',
      description: 'Bytes of a slot as stored.',
      advice: { explicitBucketBoundaries: [1e3, 4e3, 16e3, 64e3, 256e3, 1e6, 4e6, 16e6] },
    }),
    landingDuration: seconds('sluice.landing.duration', 'Time from a batch to its slots.', QUICK),
    failedLandings: counter(
      'sluice.landing.failures',
      '{call}',
      'Failed calls of a landing function, for any reason.',
    ),
    aggregatedEvents: counter(
      'sluice.live.events',
      '{event}',
      'Events that live windows aggregated, each once.',
    ),
    aggregationDuration: seconds(
      'sluice.live.aggregation.duration',
      'Time from a batch to its windows.',
      QUICK,
    ),
    failedAggregations: counter(
      'sluice.live.aggregation.failures',
      '{call}',
      'Failed calls of a live function, for any reason.',
    ),
    deliveredWindows: counter('sluice.live.delivered', '{window}', 'Windows that a sink accepted.'),
    failedDeliveries: counter(
      'sluice.live.delivery.failures',
      '{delivery}',
      'Deliveries that a sink did not accept.',
    ),
    refreshDuration: seconds('sluice.refresh.duration', 'Time from the start of a refresh to its end.', SLOW),
    refreshedRows: counter('sluice.refresh.rows', '{row}', 'Rows that refreshes wrote to Silver and Gold.'),
    replayedRecords: counter('sluice.quarantine.replays', '{record}', 'Records of replays, by outcome.'),
  };
}

export interface CountFailuresOptions {
  readonly stage: 'landing' | 'live';
  readonly source: string;
  /** Log of the call. */
  readonly log: { error(...words: unknown[]): void };
}

/**
 * Runs one whole call of a trigger, and counts and logs it if it fails. All code that can fail belongs in `call`,
 * including the reading of the trigger's metadata, because the alert `poison-batch` reads only this count.
 *
 * @throws the error of `call`, so that the retry policy holds the checkpoint
 */
export async function countFailures<T>(
  { stage, source, log }: CountFailuresOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { failedLandings, failedAggregations } = instruments();
    const counter = stage === 'landing' ? failedLandings : failedAggregations;
    counter.add(1, { 'sluice.source': source, 'error.type': errorType(error) });
    log.error(`a call failed: ${stage} of ${source}: ${errorType(error)}`);
    throw error;
  }
}
