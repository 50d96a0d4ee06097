import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { toHubGeneration } from '../../../src/lib/event-log/positions';
import {
  HUB_CREATED_ON,
  HUB_GENERATION,
  PARTITION,
  receivedEvent,
  receivedEvents,
} from '../../testing/fixtures/events';
import { numbers, setUp } from '../../testing/fixtures/landing-scene';

const LATER = new Date(HUB_CREATED_ON.getTime() + 3_600_000);

describe('hubGenerations', () => {
  const made = LATER.getTime() + 1000;
  const recreated = (from: number, to: number): ReceivedEvent[] =>
    receivedEvents(from, to).map((event) => ({ ...event, enqueuedTime: made + event.sequenceNumber }));
  const newer = toHubGeneration(LATER);

  it('lands under the new hub generation after the hub was created again', async () => {
    const { land, landed, hub } = setUp();
    await land(receivedEvents(0, 9));
    hub.hubGeneration = newer;
    const { slots } = await land(recreated(0, 3));
    expect(slots).toMatchObject([{ slot: 0, path: `iot/${newer}/p=03/000000000/000000000000.ndjson.gz` }]);
    expect(landed()).toEqual(numbers(0, 9));
    expect(landed(newer)).toEqual(numbers(0, 3));
  });

  it('stops, and drops nothing, when an old number is newer than the head but the hub is the same', async () => {
    const { land, landed } = setUp();
    await land(receivedEvents(0, 9));
    await expect(land(recreated(5, 12))).rejects.toMatchObject({
      code: 'landing_hub_generation',
      kind: 'permanent',
      data: { sequenceNumber: 5, lastSequenceNumber: 9 },
    });
    expect(landed()).toEqual(numbers(0, 9));
  });

  it('detects that the hub was created again when a partition had no events before', async () => {
    const { land, bronzeWriter, landed, hub } = setUp();
    await bronzeWriter.land(0, receivedEvents(0, 2));
    hub.hubGeneration = newer;
    await land(recreated(0, 3));
    expect(landed(newer)).toEqual(numbers(0, 3));
  });

  it('detects that the hub was created again by a gap, when another process landed the first events of the new generation', async () => {
    const { land, openBronzeWriter, landed, hub } = setUp();
    await land(receivedEvents(0, 2));
    hub.hubGeneration = newer;
    await openBronzeWriter().land(PARTITION.partition, recreated(0, 5));
    const { slots } = await land(recreated(6, 8));
    expect(slots).toMatchObject([{ slot: 1, metadata: { gaps: [] } }]);
    expect(landed(newer)).toEqual(numbers(0, 8));
  });

  it('does not mistake the different clocks of two nodes for another hub generation', async () => {
    const { land, openBronzeWriter, landed } = setUp();
    const time = HUB_CREATED_ON.getTime() + 1000;
    const ahead = receivedEvents(0, 4).map((event) => ({ ...event, enqueuedTime: time + 500 }));
    const behind = receivedEvents(5, 9).map((event) => ({ ...event, enqueuedTime: time }));
    await land(ahead);
    const { slots } = await land(behind);
    expect(slots).toMatchObject([{ metadata: { lastEnqueuedTime: new Date(time + 500).toISOString() } }]);

    await openBronzeWriter().land(PARTITION.partition, [...ahead, ...behind]);
    expect(landed()).toEqual(numbers(0, 9));
  });

  it('drops an event that a slot records as deleted, even if the clock of its node was ahead', async () => {
    const { land, bronzeWriter, landed, hub } = setUp();
    const time = HUB_CREATED_ON.getTime() + 1000;
    hub.events = [0, 1, 4, 3].map((late, index) => receivedEvent(index, { enqueuedTime: time + late }));
    hub.begin = 3;
    // The trigger already holds event 2 when retention deletes it and a sweep lands the rest.
    await bronzeWriter.sweep(PARTITION.partition, {
      hubGeneration: HUB_GENERATION,
      lastSequenceNumber: 3,
      settledBefore: Infinity,
      until: Infinity,
    });
    expect(await land(hub.events)).toMatchObject({ slots: [], redelivered: 4 });
    expect(landed()).toEqual([3]);
  });
});
