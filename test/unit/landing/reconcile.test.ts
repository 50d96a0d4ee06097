import { partitionPath, toHubGeneration } from '../../../src/lib/event-log/positions';
import { SluiceError } from '../../../src/lib/platform/errors';
import {
  books,
  differencesAfter,
  HUB,
  landedLake,
  bronzeWriterOf,
  remark,
  rewrite,
  slotName,
  withoutLine,
} from '../../testing/fixtures/books-scene';
import {
  HUB_CREATED_ON,
  HUB_GENERATION,
  PARTITION,
  receivedEvent,
  receivedEvents,
} from '../../testing/fixtures/events';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';
import { MemoryLake } from '../../testing/fakes/memory-lake';

describe('Bronze that agrees with the hub', () => {
  it('has no difference, and has the counts of each partition', async () => {
    const { accounts, clean, differences } = await books(await landedLake());
    expect(differences).toEqual([]);
    expect(clean).toBe(true);
    const common = {
      source: 'iot',
      hubGeneration: HUB_GENERATION,
      current: true,
      healed: 0,
      deletedByRetention: 0,
      lost: 0,
    };
    expect(accounts).toMatchObject([
      { ...common, partition: 0, received: 2, accepted: 2, quarantined: 0, slots: 1 },
      { ...common, partition: 3, received: 12, accepted: 8, quarantined: 4, slots: 4 },
    ]);
  });

  it('has no difference for a hub that never received an event', async () => {
    const empty = [{ partition: 0, beginSequenceNumber: 0, lastSequenceNumber: -1 }];
    expect(await books(new MemoryLake(), empty)).toMatchObject({
      clean: true,
      accounts: [{ partition: 0, received: 0, slots: 0 }],
    });
  });

  it('counts events that arrived after the hub was read as received', async () => {
    const earlier = HUB.map((one) => ({ ...one, lastSequenceNumber: 0 }));
    expect(await books(await landedLake(), earlier)).toMatchObject({
      clean: true,
      accounts: [{ received: 2 }, { received: 12 }],
    });
  });

  it('compares a past hub generation with itself', async () => {
    const lake = await landedLake();
    const newer = toHubGeneration(new Date(HUB_CREATED_ON.getTime() + 1));
    const { accounts, clean } = await books(
      lake,
      [{ ...HUB[0], partition: 0, beginSequenceNumber: 0, lastSequenceNumber: -1 }],
      newer,
    );
    expect(clean).toBe(true);
    expect(accounts).toMatchObject([
      { hubGeneration: HUB_GENERATION, partition: 0, current: false, received: 2 },
      { hubGeneration: HUB_GENERATION, partition: 3, current: false, received: 12 },
      { hubGeneration: newer, partition: 0, current: true, received: 0 },
    ]);
  });
});

describe('Bronze that differs from the hub', () => {
  it('reports a hole in the slots and the events that are missing with it', async () => {
    const differences = await differencesAfter((lake) => {
      lake.remove(slotName(1));
    });
    expect(differences).toEqual([
      'p3: slots 1 to 1 are missing',
      'p3: slot 2: sequence numbers 3 to 5 are missing',
      'p3: the hub received 12 events, but Bronze accounts for 9: accepted 6 + quarantined 3 + deleted by retention 0 + lost 0',
    ]);
  });

  it('reports the last slot as missing by the number of received events', async () => {
    const differences = await differencesAfter((lake) => {
      lake.remove(slotName(3));
    });
    expect(differences).toEqual([
      'p3: the hub received 12 events, but sequence numbers 9 to 11 have not landed yet; the hub still holds them',
    ]);
  });

  it('reports a partition of which nothing was landed', async () => {
    const more = [...HUB, { partition: 4, beginSequenceNumber: 0, lastSequenceNumber: 6 }];
    expect(await differencesAfter(() => undefined, more)).toEqual([
      'p4: the hub received 7 events, but sequence numbers 0 to 6 have not landed yet; the hub still holds them',
    ]);
  });

  it('reports a partition that the hub does not have', async () => {
    expect(await differencesAfter(() => undefined, HUB.slice(0, 1))).toEqual([
      'p3: Bronze has slots of a partition that the hub does not have',
    ]);
  });

  it('reports bytes that differ from those that were landed', async () => {
    const differences = await differencesAfter((lake) => {
      remark(lake, 2, { sha256: '00' });
    });
    expect(differences).toEqual([
      expect.stringMatching(/^p3: slot 2: the sha256 of the object is .*, but its metadata has 00$/),
    ]);
  });

  it('reports a missing line', async () => {
    expect(
      await differencesAfter((lake) => {
        rewrite(lake, 1, withoutLine(1));
      }),
    ).toEqual([
      'p3: slot 1: sequence numbers 4 to 4 are missing',
      'p3: slot 1: 0 lines are quarantined, but the metadata has 1',
      'p3: the hub received 12 events, but Bronze accounts for 11: accepted 8 + quarantined 3 + deleted by retention 0 + lost 0',
    ]);
  });

  it('reports a line that is there twice', async () => {
    expect(
      await differencesAfter((lake) => {
        rewrite(lake, 1, (text) => text + text.slice(text.lastIndexOf('\n', text.length - 2) + 1));
      }),
    ).toEqual([
      'p3: slot 1: sequence number 5 is there twice',
      'p3: slot 1: 3 lines are accepted, but the metadata has 2',
    ]);
  });

  it('reports a line that is repeated further on, and nothing else as missing', async () => {
    expect(
      await differencesAfter((lake) => {
        rewrite(lake, 1, (text) => {
          const [one, two, three] = text.split('\n');
          return [one, two, one, three, ''].join('\n');
        });
      }),
    ).toEqual([
      'p3: slot 1: sequence number 3 is there twice',
      'p3: slot 1: 3 lines are accepted, but the metadata has 2',
    ]);
  });

  it('reports events that are in two slots', async () => {
    const differences = await differencesAfter((lake) => {
      const object = lake.objects.get(slotName(3));
      if (object !== undefined) lake.put(slotName(4), object.body, object.metadata);
    });
    expect(differences).toEqual(['p3: slot 4: sequence numbers 9 to 11 are also in an earlier slot']);
  });

  it('reports counts that differ from the lines', async () => {
    expect(
      await differencesAfter((lake) => {
        remark(lake, 0, { accepted: '3', quarantined: '0' });
      }),
    ).toEqual([
      'p3: slot 0: 2 lines are accepted, but the metadata has 3',
      'p3: slot 0: 1 lines are quarantined, but the metadata has 0',
    ]);
  });

  it('reports a last sequence number that differs from the lines', async () => {
    expect(
      await differencesAfter((lake) => {
        remark(lake, 3, { lastSequenceNumber: '12' });
      }),
    ).toContain('p3: slot 3: the last line has sequence number 11, but the metadata has 12');
  });

  it('reports an incomplete last line', async () => {
    const differences = await differencesAfter((lake) => {
      rewrite(lake, 3, (text) => text.slice(0, -1));
    });
    expect(differences).toContain('p3: slot 3: the last line is incomplete');
  });

  it('reports a line that is not a Bronze line', async () => {
    const differences = await differencesAfter((lake) => {
      rewrite(lake, 3, (text) => text.replace('"verdict":"quarantined"', '"verdict":"unsure"'));
    });
    expect(differences).toContain('p3: slot 3: line 2 is not a Bronze line');
  });

  it.each([
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    '{"meta":null}',
    JSON.stringify({ meta: { verdict: 'accepted', sequenceNumber: 9 } }),
    '',
  ])('reports %j as not a Bronze line', async (line) => {
    const differences = await differencesAfter((lake) => {
      rewrite(lake, 3, (text) => `${line}\n${text.slice(text.indexOf('\n') + 1)}`);
    });
    expect(differences).toContain('p3: slot 3: line 1 is not a Bronze line');
  });

  it('reports a slot whose bytes are damaged, and continues', async () => {
    const differences = await differencesAfter((lake) => {
      const object = lake.objects.get(slotName(1));
      if (object !== undefined) lake.put(object.path, object.body.subarray(0, -12), object.metadata);
    });
    expect(differences).toContainEqual(expect.stringMatching(/^p3: slot 1: the sha256 /));
    expect(differences).toContainEqual(
      expect.stringMatching(/^p3: slot 1: the object cannot be decompressed: /),
    );
    expect(differences.filter((difference) => difference.startsWith('p3: slot 2'))).toEqual([]);
  });

  it('reports a foreign object next to the slots', async () => {
    const path = `${partitionPath(PARTITION)}/_SUCCESS`;
    const differences = await differencesAfter((lake) => {
      lake.put(path, Buffer.alloc(0), {});
    });
    expect(differences).toEqual([`p3: ${path} is not a slot`]);
  });

  it('reports a foreign object under the name of a slot, and continues', async () => {
    const differences = await differencesAfter((lake) => {
      lake.put(slotName(4), Buffer.alloc(0), {});
    });
    expect(differences).toEqual([expect.stringMatching(/^p3: slot .* another program wrote this object$/)]);
  });

  it('distinguishes healed events, events that retention deleted and lost events', async () => {
    const lake = new MemoryLake();
    const log = new MemoryHubLog([2, 3, 4, 6].map((sequenceNumber) => receivedEvent(sequenceNumber)));
    log.begin = 2;
    // The trigger skips 3 and 4. Events 0 and 1 are deleted, and 5 was never in the hub.
    await bronzeWriterOf(lake, log).land(3, [receivedEvent(2), receivedEvent(6)]);
    const hub = [{ partition: 3, beginSequenceNumber: 2, lastSequenceNumber: 6 }];
    expect(await books(lake, hub)).toMatchObject({
      clean: false,
      accounts: [{ received: 7, accepted: 4, healed: 2, deletedByRetention: 2, lost: 1 }],
      differences: [
        'p3: slot 0: sequence numbers 0 to 1 were deleted by the retention of the hub before they were landed',
        'p3: slot 2: sequence numbers 5 to 5 are lost: the hub held older and newer events, but not these',
      ],
    });
  });

  it('reports no difference if the trigger skipped events and landing read them from the hub', async () => {
    const lake = new MemoryLake();
    const bronzeWriter = bronzeWriterOf(lake, new MemoryHubLog(receivedEvents(0, 9)));
    await bronzeWriter.land(3, receivedEvents(0, 2));
    await bronzeWriter.land(3, receivedEvents(7, 9));
    const hub = [{ partition: 3, beginSequenceNumber: 0, lastSequenceNumber: 9 }];
    expect(await books(lake, hub)).toMatchObject({
      clean: true,
      accounts: [{ received: 10, accepted: 10, healed: 4, deletedByRetention: 0, lost: 0 }],
    });
  });

  it('reports events that retention deleted behind the last slot', async () => {
    const lake = new MemoryLake();
    await bronzeWriterOf(lake).land(3, receivedEvents(0, 2));
    const hub = [{ partition: 3, beginSequenceNumber: 6, lastSequenceNumber: 5 }];
    expect(await books(lake, hub)).toMatchObject({
      accounts: [{ received: 6, accepted: 3, deletedByRetention: 3, lost: 0 }],
      differences: [
        'p3: sequence numbers 3 to 5 were deleted by the retention of the hub before they were landed',
      ],
    });
  });

  it('fails when the lake is out of reach', async () => {
    const lake = await landedLake();
    const outage = new SluiceError('lake_unavailable', 'down', { kind: 'transient' });
    lake.read = () => Promise.reject(outage);
    await expect(books(lake)).rejects.toBe(outage);
  });
});
