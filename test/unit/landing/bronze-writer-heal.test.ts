import { type LandedSlot } from '../../../src/lib/landing/bronze-writer';
import { toHubGeneration } from '../../../src/lib/event-log/positions';
import {
  HUB_CREATED_ON,
  HUB_GENERATION,
  PARTITION,
  receivedEvent,
  receivedEvents,
} from '../../testing/fixtures/events';
import { numbers, setUp } from '../../testing/fixtures/landing-scene';
import { readLines } from '../../testing/fixtures/read-bronze';

/** The numbers, the reader and the gaps of each slot. */
const describeSlots = (slots: readonly LandedSlot[]) =>
  slots.map(({ slot, metadata: { firstSequenceNumber: first, lastSequenceNumber: last, readBy, gaps } }) => ({
    slot,
    first,
    last,
    readBy,
    ...(gaps.length > 0 && { gaps }),
  }));

describe('events that the trigger skips', () => {
  it('are read from the hub and landed before the batch behind them', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 12);
    await land(receivedEvents(0, 4));
    const { slots, redelivered } = await land(receivedEvents(9, 12));
    expect(landed()).toEqual(numbers(0, 12));
    expect(describeSlots(slots)).toEqual([
      { slot: 1, first: 5, last: 7, readBy: 'heal' },
      { slot: 2, first: 8, last: 8, readBy: 'heal' },
      { slot: 3, first: 9, last: 12, readBy: 'trigger' },
    ]);
    expect(redelivered).toBe(0);
  });

  it('are landed in order when they belong inside a batch', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    const { slots } = await land([...receivedEvents(0, 2), ...receivedEvents(5, 9)]);
    expect(landed()).toEqual(numbers(0, 9));
    expect(describeSlots(slots)).toEqual([
      { slot: 0, first: 0, last: 2, readBy: 'trigger' },
      { slot: 1, first: 3, last: 4, readBy: 'heal' },
      { slot: 2, first: 5, last: 9, readBy: 'trigger' },
    ]);
  });

  it('are landed before the first batch of a partition', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 8);
    await land(receivedEvents(7, 8));
    expect(landed()).toEqual(numbers(0, 8));
  });

  it('are recorded with the reason when the hub no longer holds them', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 12).filter(({ sequenceNumber }) => sequenceNumber !== 10);
    hub.begin = 7;
    const { slots } = await land([...receivedEvents(0, 4), ...receivedEvents(9, 9), receivedEvent(12)]);
    expect(landed()).toEqual([0, 1, 2, 3, 4, 7, 8, 9, 11, 12]);
    expect(describeSlots(slots)).toEqual([
      { slot: 0, first: 0, last: 4, readBy: 'trigger' },
      { slot: 1, first: 7, last: 8, readBy: 'heal', gaps: [{ from: 5, to: 6, reason: 'retention' }] },
      { slot: 2, first: 9, last: 9, readBy: 'trigger' },
      { slot: 3, first: 11, last: 11, readBy: 'heal', gaps: [{ from: 10, to: 10, reason: 'absent' }] },
      { slot: 4, first: 12, last: 12, readBy: 'trigger' },
    ]);
  });

  it('are distributed over several slots when a compacted hub has more gaps than one slot can record', async () => {
    const { land, landed, hub } = setUp();
    const even = numbers(0, 400).filter((number) => number % 2 === 0);
    hub.events = even.map((number) => receivedEvent(number));
    hub.batchSize = 500;
    const { slots } = await land(hub.events);
    expect(landed()).toEqual(even);
    for (const { metadata } of slots) expect(metadata.gaps.length).toBeLessThanOrEqual(64);
    expect(slots.flatMap(({ metadata }) => metadata.gaps)).toHaveLength(200);
  });

  it('keep the batch in the hub, and land nothing newer, while the hub does not answer', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    await land(receivedEvents(0, 4));
    hub.receive = async function* () {
      for (;;) yield await Promise.resolve([]);
    };
    await expect(land(receivedEvents(7, 9))).rejects.toMatchObject({
      code: 'hub_unavailable',
      kind: 'transient',
    });
    expect(landed()).toEqual(numbers(0, 4));
  });

  it('are not read from another generation of the hub that begins during the read', async () => {
    const { land, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    await land(receivedEvents(0, 4));
    const newer = toHubGeneration(new Date(HUB_CREATED_ON.getTime() + 1));
    hub.turn = (label) => {
      if (label === 'receive') hub.hubGeneration = newer;
      return Promise.resolve();
    };
    await expect(land(receivedEvents(7, 9))).rejects.toMatchObject({ kind: 'transient' });
    expect(landed()).toEqual(numbers(0, 4));
  });

  it('are landed in several calls when one would take too long', async () => {
    let now = HUB_CREATED_ON.getTime();
    const { land, landed, hub } = setUp({
      clock: { now: () => new Date((now += 1000)) },
      healMilliseconds: 3000,
    });
    hub.events = receivedEvents(0, 30);
    let tries = 0;
    for (let done = false; !done; tries++) {
      try {
        await land(receivedEvents(29, 30));
        done = true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'landing_unfinished', kind: 'transient' });
      }
    }
    expect(tries).toBeGreaterThan(2);
    expect(landed()).toEqual(numbers(0, 30));
  });
});

describe('a sweep', () => {
  const sweepOptions = {
    hubGeneration: HUB_GENERATION,
    lastSequenceNumber: 9,
    settledBefore: HUB_CREATED_ON.getTime() + 60_000,
    until: Infinity,
  };

  it('lands the events that the hub holds behind the head', async () => {
    const { land, bronzeWriter, landed, hub } = setUp({ clock: { now: () => HUB_CREATED_ON } });
    hub.events = receivedEvents(0, 9);
    await land(receivedEvents(0, 4));
    const { slots } = await bronzeWriter.sweep(PARTITION.partition, {
      ...sweepOptions,
      settledBefore: HUB_CREATED_ON.getTime() + 60_000,
    });
    expect(landed()).toEqual(numbers(0, 9));
    expect(describeSlots(slots)).toEqual([
      { slot: 1, first: 5, last: 7, readBy: 'sweep' },
      { slot: 2, first: 8, last: 9, readBy: 'sweep' },
    ]);
  });

  it('lands a whole partition of which the trigger delivered nothing', async () => {
    const { bronzeWriter, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    await bronzeWriter.sweep(PARTITION.partition, sweepOptions);
    expect(landed()).toEqual(numbers(0, 9));
  });

  it('leaves events that have not waited long enough to the trigger', async () => {
    const { bronzeWriter, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    await bronzeWriter.sweep(PARTITION.partition, {
      ...sweepOptions,
      settledBefore: HUB_CREATED_ON.getTime() + 1004,
    });
    expect(landed()).toEqual(numbers(0, 4));
  });

  it('reads nothing from the hub when everything is landed, or landing was active a moment ago', async () => {
    const { land, bronzeWriter, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    await land(receivedEvents(0, 4));
    await bronzeWriter.sweep(PARTITION.partition, {
      ...sweepOptions,
      settledBefore: HUB_CREATED_ON.getTime() - 1,
    });
    await bronzeWriter.sweep(PARTITION.partition, { ...sweepOptions, lastSequenceNumber: 4 });
    expect(hub.requests.receive).toBe(0);
  });

  it('stops when another process lands into the partition in the meantime', async () => {
    const { bronzeWriter, openBronzeWriter, landed, hub, lake } = setUp();
    hub.events = receivedEvents(0, 9);
    const other = openBronzeWriter();
    const create = lake.create.bind(lake);
    lake.create = async (...slot) => {
      lake.create = create;
      await other.land(PARTITION.partition, receivedEvents(0, 5));
      return create(...slot);
    };
    const { slots } = await bronzeWriter.sweep(PARTITION.partition, sweepOptions);
    expect(slots).toEqual([]);
    expect(landed()).toEqual(numbers(0, 5));
  });

  it('stops at its time limit, and continues at the next call', async () => {
    let now = HUB_CREATED_ON.getTime();
    const { bronzeWriter, landed, hub } = setUp({ clock: { now: () => new Date(now) } });
    hub.events = receivedEvents(0, 9);
    const until = now + 5;
    hub.turn = () => Promise.resolve(void (now += 5));
    await bronzeWriter.sweep(PARTITION.partition, { ...sweepOptions, until });
    expect(landed()).toEqual(numbers(0, 2));
  });

  it('returns events that retention deleted behind the head, because no slot can record them yet', async () => {
    const { bronzeWriter, landed, hub } = setUp();
    hub.events = receivedEvents(0, 9);
    hub.begin = 10;
    const { slots, gaps } = await bronzeWriter.sweep(PARTITION.partition, sweepOptions);
    expect({ slots, gaps }).toEqual({ slots: [], gaps: [{ from: 0, to: 9, reason: 'retention' }] });
    expect(landed()).toEqual([]);
  });

  it('takes turns with the trigger on one partition, so that neither meets a conflict', async () => {
    const { bronzeWriter, landed, hub, lake } = setUp();
    hub.events = receivedEvents(0, 9);
    await Promise.all([
      bronzeWriter.sweep(PARTITION.partition, sweepOptions),
      bronzeWriter.land(PARTITION.partition, receivedEvents(0, 9)),
    ]);
    expect(landed()).toEqual(numbers(0, 9));
    expect(lake.requests.create).toBe(lake.objects.size);
  });

  it('quarantines the whole event when its AMQP body is not a data section', async () => {
    const { bronzeWriter, hub, lake } = setUp();
    const body = Buffer.from('{"looks":"like JSON"}');
    hub.events = [receivedEvent(0), { ...receivedEvent(1, { body }), bodyType: 'value' }, receivedEvent(2)];
    await bronzeWriter.sweep(PARTITION.partition, { ...sweepOptions, lastSequenceNumber: 2 });
    expect(readLines([...lake.objects.values()])).toMatchObject([
      { sequenceNumber: 0, verdict: 'accepted' },
      { sequenceNumber: 1, verdict: 'quarantined', codes: ['amqp_body'], body: '{"looks":"like JSON"}' },
      { sequenceNumber: 2, verdict: 'accepted' },
    ]);
  });
});
