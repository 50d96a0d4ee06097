import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { type HubGeneration, toSequenceNumber, toSlot } from '../../src/lib/event-log/positions';
import {
  SIMULATED_SOURCES,
  type SimulatedSource,
  type Source,
  SOURCES,
} from '../../src/lib/contracts/source';
import { type app } from '../shared/built';
import { shareOf } from '../../tools/sources/simulated-shares';

const PARTITIONS = 4;
const EVENTS_PER_SLOT = 1000;
const HUB_GENERATION = '20260101T000000000Z' as HubGeneration;
const DAY = 24 * 3600 * 1000;

export interface FillBronzeOptions {
  readonly lakeConnectionString: string;
  /** The compiled app, as it is deployed. */
  readonly modules: typeof app;
  readonly seed: number;
}

/** Writes slots with the Bronze writer, without hub and HTTP: a refresh only reads slots. */
export class BronzeFiller {
  readonly #modules: typeof app;
  readonly #store;
  readonly #simulator;
  readonly #encode;
  readonly #validators;
  /** By source and partition. */
  readonly #next = new Map<string, { slot: number; sequenceNumber: number }>();
  #total = 0;

  constructor({ lakeConnectionString, modules, seed }: FillBronzeOptions) {
    this.#modules = modules;
    this.#store = new modules.LakeClient(
      { kind: 'connectionString', connectionString: lakeConnectionString },
      'bronze',
    );
    this.#simulator = modules.createSimulator({ seed });
    this.#encode = modules.createSlotEncoder();
    const registry = modules.createRegistry();
    this.#validators = Object.fromEntries(
      SOURCES.map((source) => [source, modules.createEventValidator({ registry, source })]),
    ) as Record<Source, ReturnType<typeof app.createEventValidator>>;
  }

  /** Events written so far. */
  get total(): number {
    return this.#total;
  }

  /**
   * Simulates `count` events of all sources, spread evenly over days, and lands them.
   *
   * @param from first day; events happen around its noon
   */
  async fill(count: number, from: Date, days: number): Promise<void> {
    for (let day = 0; day < days; day++) {
      const share = Math.floor((count * (day + 1)) / days) - Math.floor((count * day) / days);
      for (const source of SIMULATED_SOURCES) {
        const events = Math.round(share * shareOf(source));
        if (events > 0) await this.#fillDay(source, events, new Date(from.getTime() + day * DAY));
      }
    }
  }

  async #fillDay(source: SimulatedSource, count: number, at: Date): Promise<void> {
    // A call creates the last five minutes. Calls with a minute between them keep memory small and create different
    // events.
    for (let done = 0; done < count;) {
      const chunk = Math.min(20_000, count - done);
      const when = new Date(at.getTime() + (done / 20_000) * 60_000);
      const bodies = this.#simulator
        .simulateCount({ source, at: when, count: chunk })
        .map(({ body }) => body);
      done += chunk;
      const slots: Promise<void>[] = [];
      const perPartition = Math.ceil(bodies.length / PARTITIONS);
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const own = bodies.slice(partition * perPartition, (partition + 1) * perPartition);
        for (let start = 0; start < own.length; start += EVENTS_PER_SLOT) {
          slots.push(this.#land(source, partition, own.slice(start, start + EVENTS_PER_SLOT), when));
        }
      }
      await Promise.all(slots);
    }
    this.#total += count;
  }

  async #land(source: Source, partition: number, bodies: readonly Buffer[], at: Date): Promise<void> {
    const key = `${source}/${partition}`;
    const place = this.#next.get(key) ?? { slot: 0, sequenceNumber: 0 };
    this.#next.set(key, { slot: place.slot + 1, sequenceNumber: place.sequenceNumber + bodies.length });
    const enqueuedTime = at.getTime() + 1000;
    const events: ReceivedEvent[] = bodies.map((body, index) => ({
      sequenceNumber: toSequenceNumber(place.sequenceNumber + index),
      offset: String((place.sequenceNumber + index) * 700),
      enqueuedTime,
      body,
      contentType: 'application/cloudevents+json; charset=utf-8',
      properties: undefined,
    }));
    const landedAt = new Date(enqueuedTime + 1000).toISOString();
    const { body, sha256, accepted, quarantined } = await this.#encode({
      events,
      validate: this.#validators[source],
      partition,
      landedAt,
    });
    const path = this.#modules.slotPath(
      { source, hubGeneration: HUB_GENERATION, partition },
      toSlot(place.slot),
    );
    const outcome = await this.#store.create(path, body, {
      firstSequenceNumber: toSequenceNumber(place.sequenceNumber),
      lastSequenceNumber: toSequenceNumber(place.sequenceNumber + bodies.length - 1),
      lastEnqueuedTime: new Date(enqueuedTime).toISOString(),
      accepted,
      quarantined,
      sha256,
      attempt: 1,
      gaps: [],
      readBy: 'trigger',
    });
    if (outcome.outcome !== 'created') throw new Error(`could not write ${path}`, { cause: outcome.cause });
  }
}
