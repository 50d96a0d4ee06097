import { partitionPath } from '../../../src/lib/event-log/positions';
import { type ReconcileOptions } from '../../../src/lib/landing/reconcile';
import { type ProofStore, type SlotProof } from '../../../src/lib/landing/slot-proof';
import { books, bronzeWriterOf, HUB, landedLake, remark, slotName } from '../../testing/fixtures/books-scene';
import { HUB_GENERATION, PARTITION, receivedEvents } from '../../testing/fixtures/events';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';
import { type MemoryLake } from '../../testing/fakes/memory-lake';

const run = (lake: MemoryLake, options: Partial<ReconcileOptions>, hub = HUB) =>
  books(lake, hub, HUB_GENERATION, options);

function memoryProofs(): ProofStore & { readonly all: Map<string, SlotProof> } {
  const all = new Map<string, SlotProof>();
  return {
    all,
    read: (partition) => all.get(partitionPath(partition)),
    write: (partition, proof) => void all.set(partitionPath(partition), structuredClone(proof)),
  };
}

/** Lands events 12 to 14 of partition 3 as a new slot. */
async function landMore(lake: MemoryLake): Promise<void> {
  const events = receivedEvents(0, 14);
  await bronzeWriterOf(lake, new MemoryHubLog(events)).land(3, events.slice(12));
}

const LATER = [{ ...HUB[0], partition: 0, beginSequenceNumber: 0, lastSequenceNumber: 1 }, { partition: 3, beginSequenceNumber: 0, lastSequenceNumber: 14 }]; // prettier-ignore

describe('a reconciliation while the pipeline runs', () => {
  it('takes the cut of all sources before it reads Bronze', async () => {
    const lake = await landedLake();
    const calls: string[] = [];
    const { clean } = await run(lake, {
      onCut: (received) => calls.push(`cut ${received}, ${lake.reads.length} slots read`),
    });
    expect([clean, calls]).toEqual([true, ['cut 14, 0 slots read']]);
    expect(lake.reads).toHaveLength(5);
  });

  it('waits for events of the cut that are on their way, and counts them', async () => {
    const lake = await landedLake();
    let pauses = 0;
    const pause = async (): Promise<void> => {
      if (++pauses === 3) await landMore(lake);
    };
    const { accounts, differences } = await run(lake, { wait: { idleMilliseconds: 10_000, pause } }, LATER);
    expect([differences, pauses]).toEqual([[], 3]);
    expect(accounts[1]).toMatchObject({ partition: 3, received: 15, accepted: 11, quarantined: 4, slots: 5 });
  });

  it('reports events of the cut that do not land within the time', async () => {
    let waited = 0;
    const pause = (milliseconds: number): Promise<void> => Promise.resolve(void (waited += milliseconds));
    const { differences } = await run(await landedLake(), { wait: { idleMilliseconds: 1000, pause } }, LATER);
    expect(differences).toEqual([
      'p3: the hub received 15 events, but sequence numbers 12 to 14 have not landed yet; the hub still holds them',
    ]);
    expect(waited).toBe(1000);
  });

  it('reports an object that another program wrote where the next slot is expected', async () => {
    const lake = await landedLake();
    const pause = (): Promise<void> => {
      lake.put(slotName(4), Buffer.alloc(0), {});
      return Promise.resolve();
    };
    const { differences } = await run(lake, { wait: { idleMilliseconds: 500, pause } }, LATER);
    expect(differences).toContainEqual(expect.stringMatching(/another program wrote this object$/));
  });

  it('rejects with the fault of a read when a later read fails before an earlier one ends', async () => {
    const lake = await landedLake();
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', onUnhandled);
    try {
      const read = lake.read.bind(lake);
      jest.spyOn(lake, 'read').mockImplementation(async (path) => {
        if (!path.startsWith(partitionPath(PARTITION))) return read(path);
        // Node looks for unhandled rejections between two turns of the event loop.
        if (path === slotName(0)) for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
        throw new Error(`${path} is out of reach`);
      });
      await expect(run(lake, {})).rejects.toThrow('is out of reach');
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
    expect(unhandled).toEqual([]);
  });

  it('reports its progress in events', async () => {
    const progress: string[] = [];
    await run(await landedLake(), {
      onProgress: ({ source, partition, read, of }) => progress.push(`${source} ${partition}: ${read}/${of}`),
    });
    expect(progress).toEqual(['iot 0: 2/2', 'iot 3: 3/12', 'iot 3: 6/12', 'iot 3: 9/12', 'iot 3: 12/12']);
  });
});

describe('a second reconciliation', () => {
  it('reads new slots only, and returns the counts of all', async () => {
    const lake = await landedLake();
    const proofs = memoryProofs();
    const first = await run(lake, { proofs });
    await landMore(lake);
    lake.reads.length = 0;
    const second = await run(lake, { proofs }, LATER);
    expect(lake.reads).toEqual([slotName(4)]);
    expect(second).toMatchObject({
      clean: true,
      accounts: [
        { partition: 0, received: 2, accepted: 2, slots: 1, slotsProvedBefore: 1 },
        { partition: 3, received: 15, accepted: 11, quarantined: 4, slots: 5, slotsProvedBefore: 4 },
      ],
    });
    expect(first.accounts.map(({ slotsProvedBefore }) => slotsProvedBefore)).toEqual([0, 0]);
  });

  it('reports the same differences again', async () => {
    const lake = await landedLake();
    const proofs = memoryProofs();
    lake.remove(slotName(1));
    const first = await run(lake, { proofs });
    lake.reads.length = 0;
    const second = await run(lake, { proofs });
    expect(first.differences).toHaveLength(3);
    expect([second.differences, lake.reads]).toEqual([first.differences, []]);
  });

  it.each<[string, (lake: MemoryLake) => void]>([
    [
      'changed',
      (lake) => {
        remark(lake, 1, { sha256: '00' });
      },
    ],
    [
      'removed',
      (lake) => {
        lake.remove(slotName(3));
      },
    ],
    [
      'added among them',
      (lake) => {
        lake.put(`${partitionPath(PARTITION)}/000000000/000000000001`, Buffer.alloc(0), {});
      },
    ],
  ])('reads all slots of a partition again when an object was %s', async (_, damage) => {
    // prettier-ignore
    const lake = await landedLake();
    const proofs = memoryProofs();
    await run(lake, { proofs });
    damage(lake);
    lake.reads.length = 0;
    const { clean, accounts } = await run(lake, { proofs });
    expect([clean, accounts[1]?.slotsProvedBefore]).toEqual([false, 0]);
    expect(lake.reads.length).toBeGreaterThanOrEqual(3);
  });

  it('finds events that the hub has received, but that Bronze lost, as without proofs', async () => {
    const lake = await landedLake();
    const proofs = memoryProofs();
    await run(lake, { proofs });
    const { differences } = await run(lake, { proofs }, LATER);
    expect(differences).toEqual((await run(lake, {}, LATER)).differences);
  });
});
