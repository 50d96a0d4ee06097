import fc from 'fast-check';
import { createSlotEncoder } from '../../../src/lib/landing/encode-slot';
import { slotPath, toObjectMetadata } from '../../../src/lib/landing/slot-metadata';
import { QuarantineIndex } from '../../../src/lib/quarantine/quarantine-index';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { validateJson, PARTITION, receivedEvent } from '../../testing/fixtures/events';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryQuarantineStore } from '../../testing/fakes/memory-quarantine-store';
import { MemoryQuarantineSlots } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';

const encode = createSlotEncoder();
const clock = { now: () => new Date(0) };

/** A slot of the history: for each event, whether it is sound. */
const slotArbitrary = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

async function landAll(
  lake: MemoryLake,
  slots: readonly (readonly boolean[])[],
  from: number,
): Promise<void> {
  let sequenceNumber = slots.slice(0, from).reduce((sum, slot) => sum + slot.length, 0);
  for (const [index, flags] of slots.entries()) {
    if (index < from) continue;
    const events = flags.map((sound, at) =>
      receivedEvent(sequenceNumber + at, sound ? {} : { body: Buffer.from(`bad ${sequenceNumber + at}`) }),
    );
    const { body, ...content } = await encode({
      events,
      validate: validateJson,
      partition: PARTITION.partition,
      landedAt: '2026-11-21T02:51:00.000Z',
    });
    const last = sequenceNumber + events.length - 1;
    lake.put(
      slotPath(PARTITION, toSlot(index)),
      body,
      toObjectMetadata({
        firstSequenceNumber: toSequenceNumber(sequenceNumber),
        lastSequenceNumber: toSequenceNumber(last),
        lastEnqueuedTime: '2026-11-21T02:51:00.000Z',
        ...content,
        attempt: 1,
        gaps: [],
        readBy: 'trigger',
      }),
    );
    sequenceNumber = last + 1;
  }
}

it('equals a plain scan of Bronze under crashes, lost replies, two indexers and any page sizes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(slotArbitrary, { maxLength: 8 }),
      fc.array(slotArbitrary, { maxLength: 4 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.constantFrom('pass', 'pass', 'die before', 'die after', 'wait'), { maxLength: 40 }),
      async (before, after, pageSize, recordsPerWrite, script) => {
        const lake = new MemoryLake();
        const slots = new MemoryQuarantineSlots(lake, pageSize);
        const store = new MemoryQuarantineStore();
        let step = 0;
        store.onWrite = async (moment) => {
          const fate = script[step];
          if (moment === 'before') step += 1;
          if (fate === 'wait') await new Promise((done) => setImmediate(done));
          if (fate === `die ${moment}`) throw new Error('killed');
        };
        const run = async (): Promise<void> => {
          // Each is a separate process. A new one starts when one died.
          for (let deaths = 0; deaths <= script.length; deaths++) {
            try {
              await new QuarantineIndex({ slots, store, clock, recordsPerWrite }).catchUp();
              return;
            } catch (error) {
              if ((error as Error).message !== 'killed') throw error;
            }
          }
        };
        await landAll(lake, before, 0);
        await Promise.all([run(), run()]);
        await landAll(lake, [...before, ...after], before.length);
        await Promise.all([run(), run()]);

        const all = [...before, ...after];
        const flags = all.flat();
        const bad = flags.flatMap((sound, sequenceNumber) => (sound ? [] : [sequenceNumber]));
        const indexed = [...store.records.values()].map(({ value }) => value);
        expect(indexed.map(({ sequenceNumber }) => sequenceNumber).sort((a, b) => a - b)).toEqual(bad);
        const position = store.positions.get('iot|20261121T025044123Z|p=03')?.value;
        if (all.length === 0) return;
        expect(position).toMatchObject({
          slot: all.length - 1,
          taken: 0,
          slots: all.length,
          accepted: flags.length - bad.length,
          quarantined: bad.length,
          lastSequenceNumber: flags.length - 1,
        });
        const tally = { contract: null, records: bad.length, replayed: 0 };
        expect(position?.tallies).toEqual(
          bad.length === 0
            ? []
            : [
                { ...tally, code: null },
                { ...tally, code: 'malformed_json' },
              ],
        );
      },
    ),
    { numRuns: runs(30, 100) },
  );
});

it('continues after slots that retention deleted', async () => {
  const lake = new MemoryLake();
  const store = new MemoryQuarantineStore();
  const slots = new MemoryQuarantineSlots(lake, 2);
  await landAll(lake, [[false], [false], [true, false], [false]], 0);
  lake.remove(slotPath(PARTITION, toSlot(0)), slotPath(PARTITION, toSlot(1)));
  await new QuarantineIndex({ slots, store, clock }).catchUp();
  expect([...store.records.values()].map(({ value }) => value.slot)).toEqual([2, 3]);
});

/** Lists by blocks: shows nothing if a whole block is missing, even if later blocks exist. */
class BlockSlots extends MemoryQuarantineSlots {
  override async list(...[partition, from]: Parameters<MemoryQuarantineSlots['list']>) {
    return (await super.list(partition, from)).filter(({ slot }) => slot < from + 3);
  }
}

it('continues when retention has overtaken it', async () => {
  const lake = new MemoryLake();
  const store = new MemoryQuarantineStore();
  const index = new QuarantineIndex({ slots: new BlockSlots(lake), store, clock });
  const all = Array.from({ length: 12 }, () => [false]);
  await landAll(lake, all.slice(0, 2), 0);
  await index.catchUp();
  await landAll(lake, all, 2);
  lake.remove(...Array.from({ length: 9 }, (_, slot) => slotPath(PARTITION, toSlot(slot))));
  await index.catchUp();
  expect([...store.records.values()].map(({ value }) => value.slot)).toEqual([0, 1, 9, 10, 11]);
});

it('returns everything that landed before the call, also during another call', async () => {
  const lake = new MemoryLake();
  const store = new MemoryQuarantineStore();
  const index = new QuarantineIndex({ slots: new MemoryQuarantineSlots(lake), store, clock });
  await landAll(lake, [[false]], 0);
  const first = index.catchUp();
  await landAll(lake, [[false], [false]], 1);
  const [, second] = await Promise.all([first, index.catchUp(), index.catchUp()]);
  expect(second[0]?.position.quarantined).toBe(2);
});

it('reuses a result that is new enough', async () => {
  const lake = new MemoryLake();
  const store = new MemoryQuarantineStore();
  let now = 0;
  const index = new QuarantineIndex({
    slots: new MemoryQuarantineSlots(lake),
    store,
    clock: { now: () => new Date(now) },
  });
  await landAll(lake, [[false]], 0);
  await index.catchUp();
  await landAll(lake, [[false], [false]], 1);
  now = 1999;
  expect((await index.catchUp({ maxAgeMilliseconds: 2000 }))[0]?.position.quarantined).toBe(1);
  now = 2000;
  expect((await index.catchUp({ maxAgeMilliseconds: 2000 }))[0]?.position.quarantined).toBe(2);
});

describe('an index that is far behind', () => {
  /** Many slots with one bad record each. Every transaction takes ten seconds. */
  async function flooded() {
    const lake = new MemoryLake();
    const store = new MemoryQuarantineStore();
    let time = 0;
    store.onWrite = (moment) => {
      if (moment === 'before') time += 10_000;
      return Promise.resolve();
    };
    await landAll(
      lake,
      Array.from({ length: 30 }, () => [false]),
      0,
    );
    const index = new QuarantineIndex({
      slots: new MemoryQuarantineSlots(lake),
      store,
      recordsPerWrite: 4,
      clock: { now: () => new Date(time) },
    });
    return { index, store, elapsed: () => time };
  }

  it('stops at the time limit of a call, and continues in the next one', async () => {
    const { index, store, elapsed } = await flooded();
    const steps: [boolean, number][] = [];
    for (let call = 1; call <= 3; call++) {
      const before = elapsed();
      steps.push([await index.advance(), store.records.size]);
      expect(elapsed() - before).toBeLessThan(60_000);
    }
    expect(steps).toEqual([
      [false, 20],
      [true, 30],
      [true, 30],
    ]);
  });

  it('reports that it is behind instead of returning a part', async () => {
    const { index } = await flooded();
    await expect(index.catchUp()).rejects.toMatchObject({ code: 'quarantine_behind', kind: 'transient' });
    expect(await index.catchUp()).toMatchObject([{ position: { quarantined: 30 } }]);
  });
});
