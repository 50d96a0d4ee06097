import { SluiceError } from '../../../src/lib/platform/errors';
import {
  HUB_CREATED_ON,
  HUB_GENERATION,
  PARTITION,
  receivedEvent,
  receivedEvents,
} from '../../testing/fixtures/events';
import { numbers, setUp } from '../../testing/fixtures/landing-scene';

describe('the content of a slot', () => {
  it('lands accepted and quarantined events of a batch in one object with matching metadata', async () => {
    const { land, lake, landed } = setUp();
    const bad = receivedEvent(1, { body: Buffer.from('nonsense') });

    const { slots, redelivered, warnings } = await land([receivedEvent(0), bad, receivedEvent(2)]);

    expect(landed()).toEqual([0, 1, 2]);
    expect(lake.objects.size).toBe(1);
    expect({ redelivered, warnings }).toEqual({ redelivered: 0, warnings: [] });
    expect(slots).toMatchObject([
      {
        slot: 0,
        path: `iot/${HUB_GENERATION}/p=03/000000000/000000000000.ndjson.gz`,
        metadata: {
          firstSequenceNumber: 0,
          lastSequenceNumber: 2,
          lastEnqueuedTime: new Date(HUB_CREATED_ON.getTime() + 1002).toISOString(),
          accepted: 2,
          quarantined: 1,
          attempt: 1,
          gaps: [],
        },
      },
    ]);
  });

  it('gives each batch the next slot', async () => {
    const { land, lake } = setUp();
    for (const [from, to] of [
      [0, 4],
      [5, 5],
      [6, 9],
    ] as const)
      await land(receivedEvents(from, to));
    expect([...lake.objects.keys()].map((path) => path.slice(-22, -10))).toEqual([
      '000000000000',
      '000000000001',
      '000000000002',
    ]);
  });

  it('does nothing for an empty batch', async () => {
    const { land, lake } = setUp();
    expect(await land([])).toEqual({ slots: [], redelivered: 0, warnings: [] });
    expect(lake.requests.create).toBe(0);
  });

  it('refuses a batch whose sequence numbers do not ascend', async () => {
    const { land, lake } = setUp();
    const batch = [receivedEvent(1), receivedEvent(1)];
    await expect(land(batch)).rejects.toMatchObject({ code: 'landing_invariant', kind: 'permanent' });
    expect(lake.objects.size).toBe(0);
  });
});

describe('redelivery', () => {
  it('drops a batch that is already in Bronze', async () => {
    const { land, openBronzeWriter, landed } = setUp();
    await land(receivedEvents(0, 9));
    expect(await openBronzeWriter().land(PARTITION.partition, receivedEvents(0, 9))).toMatchObject({
      slots: [],
      redelivered: 10,
    });
    expect(landed()).toEqual(numbers(0, 9));
  });

  it('lands only the part of a batch that is new', async () => {
    const { land, openBronzeWriter, landed } = setUp();
    await land(receivedEvents(0, 4));
    const { slots, redelivered } = await openBronzeWriter().land(PARTITION.partition, receivedEvents(3, 8));
    expect(redelivered).toBe(2);
    expect(slots).toMatchObject([{ slot: 1, metadata: { firstSequenceNumber: 5, lastSequenceNumber: 8 } }]);
    expect(landed()).toEqual(numbers(0, 8));
  });
});

describe('an observed landing', () => {
  it('reports the events of each slot when the slot exists, and stores the trace context with it', async () => {
    const { bronzeWriter, openBronzeWriter } = setUp();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await bronzeWriter.land(PARTITION.partition, receivedEvents(0, 1));
    await openBronzeWriter().land(PARTITION.partition, receivedEvents(2, 5));
    const followed: { validated: number[]; slot?: number; bytes?: number }[] = [];
    const { slots } = await bronzeWriter.land(PARTITION.partition, receivedEvents(2, 8), {
      traceparent,
      observe: () => {
        const seen: (typeof followed)[number] = { validated: [] };
        followed.push(seen);
        return {
          validated: ({ sequenceNumber }) => seen.validated.push(sequenceNumber),
          landed: ({ slot }, bytes) => Object.assign(seen, { slot, bytes }),
        };
      },
    });
    expect(followed).toEqual([
      { validated: numbers(2, 8) },
      { validated: numbers(6, 8), slot: 2, bytes: expect.any(Number) as number },
    ]);
    expect(slots).toMatchObject([{ slot: 2, metadata: { traceparent } }]);
  });
});

describe('conflicts and faults', () => {
  it('looks for the head again after a conflict, and lands nothing if another owner landed the batch', async () => {
    const { land, openBronzeWriter, landed, lake } = setUp();
    await land(receivedEvents(0, 1));
    await openBronzeWriter().land(PARTITION.partition, receivedEvents(2, 5));
    expect(await land(receivedEvents(2, 4))).toMatchObject({ slots: [], redelivered: 3 });
    expect(lake.requests.create).toBe(3);
    expect(landed()).toEqual(numbers(0, 5));
  });

  it('lands the rest of a batch when another owner landed the front', async () => {
    const { land, openBronzeWriter, landed } = setUp();
    await land(receivedEvents(0, 1));
    await openBronzeWriter().land(PARTITION.partition, receivedEvents(2, 5));
    const { slots, redelivered } = await land(receivedEvents(2, 8));
    expect(slots).toMatchObject([
      { slot: 2, metadata: { firstSequenceNumber: 6, lastSequenceNumber: 8, accepted: 3, attempt: 2 } },
    ]);
    expect(redelivered).toBe(4);
    expect(landed()).toEqual(numbers(0, 8));
  });

  it('treats a create as done when its reply was lost', async () => {
    const { lake, landed, openBronzeWriter } = setUp();
    let lost = 0;
    const bronzeWriter = openBronzeWriter({
      store: {
        create: async (path, body, metadata) => {
          await lake.create(path, body, metadata);
          lost += 1;
          return { outcome: 'uncertain', cause: new Error('timed out') };
        },
        readMetadata: (path) => lake.readMetadata(path),
        firstSlot: (partition) => lake.firstSlot(partition),
      },
    });
    expect(await bronzeWriter.land(PARTITION.partition, receivedEvents(0, 3))).toMatchObject({ slots: [] });
    expect(lost).toBe(1);
    expect(landed()).toEqual(numbers(0, 3));
  });

  it('fails after its attempts with a transient error that has the cause, and waits longer each time', async () => {
    const { lake, openBronzeWriter, pauses, landed } = setUp();
    const outage = new Error('503');
    const store = {
      create: () => Promise.resolve({ outcome: 'uncertain', cause: outage } as const),
      readMetadata: lake.readMetadata.bind(lake),
      firstSlot: lake.firstSlot.bind(lake),
    };
    const bronzeWriter = openBronzeWriter({ store });
    await expect(bronzeWriter.land(PARTITION.partition, receivedEvents(0, 3))).rejects.toMatchObject({
      code: 'landing_conflict',
      kind: 'transient',
      cause: outage,
    });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1600, 2000]);
    expect(landed()).toEqual([]);
  });

  it('lands a batch at the next call when the previous call failed', async () => {
    const { lake, openBronzeWriter, landed } = setUp();
    let down = true;
    const bronzeWriter = openBronzeWriter({
      createAttempts: 2,
      store: {
        create: (path, body, metadata) =>
          down ? Promise.resolve({ outcome: 'uncertain', cause: '503' }) : lake.create(path, body, metadata),
        readMetadata: (path) => lake.readMetadata(path),
        firstSlot: (partition) => lake.firstSlot(partition),
      },
    });
    await expect(bronzeWriter.land(PARTITION.partition, receivedEvents(0, 3))).rejects.toThrow(
      'in 2 attempts',
    );
    down = false;
    await bronzeWriter.land(PARTITION.partition, receivedEvents(0, 3));
    expect(landed()).toEqual(numbers(0, 3));
  });
});

describe('the cost of a batch', () => {
  it('costs one lake request and no table request once the partition is known', async () => {
    const { land, lake, state, hub } = setUp({ hintEverySlots: 1000 });
    await land(receivedEvents(0, 9));
    const before = { ...lake.requests };
    const tableRequests = state.requestCount;
    const hubRequests = { ...hub.requests };
    for (let batch = 1; batch <= 20; batch++) await land(receivedEvents(batch * 10, batch * 10 + 9));
    expect(lake.requests).toEqual({ ...before, create: before.create + 20 });
    expect(state.requestCount).toBe(tableRequests);
    expect(hub.requests).toEqual(hubRequests);
  });

  it('advances the hint at every sixteenth slot', async () => {
    const { land, state } = setUp();
    const hints: (number | undefined)[] = [];
    for (let slot = 0; slot <= 33; slot++) {
      await land(receivedEvents(slot, slot));
      hints.push([...state.hints.values()][0]);
    }
    expect(state.requests.advanceHeadHint).toBe(3);
    expect([hints[0], hints[15], hints[16], hints[31], hints[32]]).toEqual([0, 0, 16, 16, 32]);
  });

  it('only warns when the hint cannot be advanced', async () => {
    const { state, openBronzeWriter, landed } = setUp();
    const outage = new SluiceError('table_unavailable', 'down', { kind: 'transient' });
    state.advanceHeadHint = () => Promise.reject(outage);
    const bronzeWriter = openBronzeWriter();
    expect(await bronzeWriter.land(PARTITION.partition, receivedEvents(0, 3))).toMatchObject({
      slots: [{ slot: 0 }],
      warnings: [outage],
    });
    expect(landed()).toEqual(numbers(0, 3));
  });

  it('finds the head of a long partition from the hint in a few look-ups', async () => {
    const { land, lake, openBronzeWriter, landed } = setUp();
    for (let slot = 0; slot < 60; slot++) await land(receivedEvents(slot, slot));
    lake.requests.readMetadata = 0;
    await openBronzeWriter().land(PARTITION.partition, receivedEvents(60, 60));
    expect(lake.requests.readMetadata).toBeLessThanOrEqual(9);
    expect(landed()).toEqual(numbers(0, 60));
  });
});
