import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createSlotEncoder } from '../../../src/lib/landing/encode-slot';
import { slotPath } from '../../../src/lib/landing/slot-metadata';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { partitionOfKey } from '../../../src/lib/publish/partition-of-key';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { type HubGeneration, toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';

/** A row of `plan.bronze`: the head of a partition. */
export interface Head {
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  readonly slot: number;
  readonly lastSequenceNumber: number;
  readonly lastEnqueuedTime: string;
}

type EventValidator = ReturnType<typeof createEventValidator>;

const PARTITIONS = 2;
const EVENTS_PER_SLOT = 400;

/** Lands events as the app does, with its own validator and encoder, but without a hub and into plain files. */
export class BronzeWriter {
  readonly #encode = createSlotEncoder();
  readonly #registry = createRegistry();
  readonly #heads = new Map<Source, Map<string, Head>>(SOURCES.map((source) => [source, new Map()]));

  constructor(private readonly lake: string) {}

  /** Events of one window, in the order of their arrival between the two times. */
  async land(
    source: Source,
    hubGeneration: HubGeneration,
    {
      from,
      to,
      events,
      validate = createEventValidator({ registry: this.#registry, source }),
    }: {
      readonly from: Date;
      readonly to: Date;
      readonly events: readonly OutgoingEvent[];
      /** @default the present validators for the contracts of the source */
      readonly validate?: EventValidator;
    },
  ): Promise<void> {
    const step = (to.getTime() - from.getTime()) / (events.length + 1);
    const enqueuedAt = new Map(
      events.map((event, index) => [event, Math.floor(from.getTime() + step * (index + 1))]),
    );
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const own = events.filter(
        ({ partitionKey }) => partitionOfKey(partitionKey ?? '', PARTITIONS) === partition,
      );
      for (let start = 0; start < own.length; start += EVENTS_PER_SLOT) {
        const part = own.slice(start, start + EVENTS_PER_SLOT);
        const timed = part.map((event) => ({ body: event.body, enqueuedTime: enqueuedAt.get(event) ?? 0 }));
        await this.#writeSlot(source, hubGeneration, partition, timed, validate);
      }
    }
  }

  /** The present heads, in the form of a plan. */
  heads(): Readonly<Record<string, readonly Head[]>> {
    return Object.fromEntries(
      [...this.#heads]
        .filter(([, heads]) => heads.size > 0)
        .map(([source, heads]) => [source, [...heads.values()]]),
    );
  }

  async #writeSlot(
    source: Source,
    hubGeneration: HubGeneration,
    partition: number,
    events: readonly { readonly body: Buffer; readonly enqueuedTime: number }[],
    validate: EventValidator,
  ): Promise<void> {
    const heads = this.#heads.get(source) ?? new Map<string, Head>();
    const head = heads.get(`${hubGeneration}/${partition}`);
    const first = (head?.lastSequenceNumber ?? -1) + 1;
    const received = events.map(({ body, enqueuedTime }, index) => ({
      sequenceNumber: toSequenceNumber(first + index),
      offset: String((first + index) * 64),
      enqueuedTime,
      body,
      contentType: undefined,
      properties: undefined,
    }));
    const last = received.at(-1);
    if (last === undefined) return;
    const { body } = await this.#encode({
      events: received,
      validate,
      partition,
      landedAt: new Date(last.enqueuedTime + 1_000).toISOString(),
    });
    const slot = toSlot((head?.slot ?? -1) + 1);
    const file = join(this.lake, 'bronze', slotPath({ source, hubGeneration, partition }, slot));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
    heads.set(`${hubGeneration}/${partition}`, {
      hubGeneration,
      partition,
      slot,
      lastSequenceNumber: last.sequenceNumber,
      lastEnqueuedTime: new Date(last.enqueuedTime).toISOString(),
    });
  }
}
