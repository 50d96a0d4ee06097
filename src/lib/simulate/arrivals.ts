import { type Source, SOURCES } from '../contracts/source';
import {
  contractBreakingBody,
  contradictingBody,
  malformedBody,
  oversizedBody,
  unknownTypeBody,
  validBody,
} from './bodies';
import { type FaultName, type Faults } from './faults';
import { type Grid } from './grid';
import { hashOf, shareOf, type Stream, stream } from './random';
import { type SimulatedEvent } from './simulated-event';
import { type ValidEvent, type Scenario } from './scenarios/scenario';

const LATENESS: Stream = stream('arrivals.late');
const REPEAT: Stream = stream('arrivals.repeat');
const FLAW: Stream = stream('arrivals.flaw');

/** Delays of late events, in seconds. There are only a few, so that a position can find the events that arrive there. */
const DELAYS_SECONDS = [180, 840, 2_700, 10_800] as const;
/** Maximum positions between an event and its duplicate, so that short windows contain both. */
const REPEAT_WITHIN = 20;
/** Maximum draws of an event to repeat, if the drawn one has not arrived yet. */
const REPEAT_TRIES = 16;

/** Faults of events that come in addition to the valid ones. */
const SPOILING = ['malformed', 'contractBreaking', 'unknownType', 'oversized', 'contradicting'] as const;
type SpoilingFault = (typeof SPOILING)[number];

export interface ArrivalsOptions {
  readonly source: Source;
  readonly scenario: Scenario;
  readonly grid: Grid;
  readonly faults: Faults;
}

/**
 * Turns the events of a scenario into arrivals at the hub: most at once, late ones after their delay, and
 * faulty ones in addition. It is a pure function of the position, as the scenario is.
 */
export class Arrivals {
  /** A seed for each source, so that not all sources have faults at the same moments. */
  private readonly seed: number;
  private readonly delays: readonly number[];

  constructor(private readonly options: ArrivalsOptions) {
    const { eventsPerSecond, seed } = options.grid;
    this.seed = hashOf(seed, FLAW, SOURCES.indexOf(options.source));
    this.delays = DELAYS_SECONDS.map((seconds) => Math.max(1, Math.round(seconds * eventsPerSecond)));
  }

  /** All events that arrive at a position, in order. */
  at(position: number): SimulatedEvent[] {
    const arrived: SimulatedEvent[] = [];
    if (!this.isLate(position)) this.addEvents(position, undefined, arrived);
    if (this.options.faults.late > 0) {
      for (const [choice, delay] of this.delays.entries()) {
        const earlier = position - delay;
        if (this.isLate(earlier) && this.delayChoice(earlier) === choice)
          this.addEvents(earlier, 'late', arrived);
      }
    }
    if (this.happens('duplicate', position)) this.repeat(position, arrived);
    for (const fault of SPOILING) {
      if (this.happens(fault, position)) this.spoil(position, fault, arrived);
    }
    return arrived;
  }

  private addEvents(
    position: number,
    fault: 'late' | 'duplicate' | undefined,
    arrived: SimulatedEvent[],
  ): void {
    const { source, scenario } = this.options;
    for (const event of scenario.eventsAt(position)) {
      arrived.push(toSimulated(event, validBody(source, event), fault));
    }
  }

  private repeat(position: number, arrived: SimulatedEvent[]): void {
    for (let attempt = 1; attempt <= REPEAT_TRIES; attempt += 1) {
      const earlier = position - 1 - (hashOf(this.seed, REPEAT, position, attempt) % REPEAT_WITHIN);
      if (!this.isLate(earlier)) {
        this.addEvents(earlier, 'duplicate', arrived);
        return;
      }
    }
  }

  private spoil(position: number, fault: SpoilingFault, arrived: SimulatedEvent[]): void {
    const { source, scenario } = this.options;
    const [event] = scenario.eventsAt(position);
    if (event === undefined) return;
    const draw = hashOf(this.seed, FLAW, position, 1);
    const body = spoiledBody(source, event, fault, draw);
    if (body !== undefined) arrived.push(toSimulated(event, body, fault));
  }

  private isLate(position: number): boolean {
    return this.happens('late', position) && this.options.scenario.isPunctual?.(position) !== true;
  }

  private delayChoice(position: number): number {
    return hashOf(this.seed, LATENESS, position) % DELAYS_SECONDS.length;
  }

  private happens(fault: FaultName, position: number): boolean {
    const share = this.options.faults[fault];
    return share > 0 && shareOf(this.seed, FAULT_STREAMS[fault], position) < share;
  }
}

const FAULT_STREAMS: Readonly<Record<FaultName, Stream>> = {
  duplicate: stream('fault.duplicate'),
  late: stream('fault.late'),
  malformed: stream('fault.malformed'),
  contractBreaking: stream('fault.contractBreaking'),
  unknownType: stream('fault.unknownType'),
  oversized: stream('fault.oversized'),
  contradicting: stream('fault.contradicting'),
};

function spoiledBody(
  source: Source,
  event: ValidEvent,
  fault: SpoilingFault,
  draw: number,
): Buffer | undefined {
  switch (fault) {
    case 'malformed':
      return malformedBody(source, event, draw);
    case 'contractBreaking':
      return contractBreakingBody(source, event, draw);
    case 'unknownType':
      return unknownTypeBody(source, event);
    case 'oversized':
      return oversizedBody(source, event);
    case 'contradicting':
      return contradictingBody(source, event);
  }
}

function toSimulated(event: ValidEvent, body: Buffer, fault: FaultName | undefined): SimulatedEvent {
  const { type, partitionKey } = event;
  return fault === undefined ? { type, partitionKey, body } : { type, partitionKey, body, fault };
}
