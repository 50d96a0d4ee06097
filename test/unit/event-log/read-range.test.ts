import * as fc from 'fast-check';
import { KnownGaps } from '../../../src/lib/event-log/gaps';
import { type RangeChunk, readRange } from '../../../src/lib/event-log/read-range';
import { toHubGeneration, toSequenceNumber } from '../../../src/lib/event-log/positions';
import { HUB_CREATED_ON, HUB_GENERATION, receivedEvent, receivedEvents } from '../../testing/fixtures/events';
import { numbers } from '../../testing/fixtures/landing-scene';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';

async function read(hub: MemoryHubLog, from: number, to: number): Promise<RangeChunk[]> {
  const chunks: RangeChunk[] = [];
  const range = { from, to };
  for await (const chunk of readRange({
    hub,
    source: 'iot',
    hubGeneration: HUB_GENERATION,
    partition: 3,
    range,
  }))
    chunks.push(chunk);
  return chunks;
}

const numbersOf = (chunks: readonly RangeChunk[]): number[] =>
  chunks.flatMap(({ events }) => events.map(({ sequenceNumber }) => Number(sequenceNumber)));
const gapsOf = (chunks: readonly RangeChunk[]) => chunks.flatMap(({ gaps }) => gaps);

describe('readRange', () => {
  it('returns only the events of the range, in order', async () => {
    expect(numbersOf(await read(new MemoryHubLog(receivedEvents(0, 20)), 4, 11))).toEqual(numbers(4, 11));
  });

  it('reads no events if retention has deleted all of them', async () => {
    const hub = new MemoryHubLog(receivedEvents(0, 20));
    hub.begin = 12;
    expect(await read(hub, 4, 11)).toEqual([
      { events: [], gaps: [{ from: 4, to: 11, reason: 'retention' }] },
    ]);
    expect(hub.requests.receive).toBe(0);
  });

  it('distinguishes events that retention deletes during the read from events that the hub never held', async () => {
    const hub = new MemoryHubLog([0, 1, 2, 3, 4, 5, 8, 9].map((number) => receivedEvent(number)));
    let receives = 0;
    hub.turn = (label) => {
      if (label === 'receive' && ++receives === 2) hub.begin = 5;
      return Promise.resolve();
    };
    const chunks = await read(hub, 0, 9);
    expect(numbersOf(chunks)).toEqual([0, 1, 2, 5, 8, 9]);
    expect(gapsOf(chunks)).toEqual([
      { from: 3, to: 4, reason: 'retention' },
      { from: 6, to: 7, reason: 'absent' },
    ]);
  });

  it('ends when retention deletes the rest while no event comes', async () => {
    const hub = new MemoryHubLog(receivedEvents(0, 5));
    hub.receive = async function* () {
      yield await Promise.resolve(receivedEvents(0, 2));
      hub.begin = 6;
      for (;;) yield [];
    };
    expect(gapsOf(await read(hub, 0, 5))).toEqual([{ from: 3, to: 5, reason: 'retention' }]);
  });

  it.each([
    ['the hub delivers nothing', (hub: MemoryHubLog) => void (hub.batchSize = 0)],
    ['the hub does not have the range yet', (hub: MemoryHubLog) => void (hub.events = receivedEvents(0, 3))],
    [
      'the hub was created again',
      (hub: MemoryHubLog) =>
        void (hub.hubGeneration = toHubGeneration(new Date(HUB_CREATED_ON.getTime() + 1))),
    ],
  ])('fails with a transient error, and reports nothing as lost, when %s', async (_, damage) => {
    const hub = new MemoryHubLog(receivedEvents(0, 9));
    damage(hub);
    await expect(read(hub, 2, 9)).rejects.toMatchObject({ code: 'hub_unavailable', kind: 'transient' });
  });

  it('returns each number of a range once, as an event or as a gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(30)),
        fc.nat(31),
        fc.integer({ min: 1, max: 7 }),
        fc.tuple(fc.nat(31), fc.nat(31)),
        async (held, begin, batchSize, [one, other]) => {
          const last = 31;
          const hub = new MemoryHubLog(
            [...held, last].sort((a, b) => a - b).map((number) => receivedEvent(number)),
          );
          Object.assign(hub, { begin, batchSize });
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          const chunks = await read(hub, from, to);
          const gaps = gapsOf(chunks).flatMap((gap) => numbers(gap.from, gap.to));
          expect([...numbersOf(chunks), ...gaps].sort((a, b) => a - b)).toEqual(numbers(from, to));
          expect(numbersOf(chunks).every((number) => number >= begin)).toBe(true);
          for (const { from: first, to: end, reason } of gapsOf(chunks)) {
            expect(reason === 'retention' ? end < begin : first >= begin).toBe(true);
          }
        },
      ),
    );
  });
});

describe('KnownGaps', () => {
  const gap = (from: number, to: number, reason: 'retention' | 'absent' = 'absent') => ({
    from: toSequenceNumber(from),
    to: toSequenceNumber(to),
    reason,
  });

  it('merges neighbours with the same reason, and returns their part inside a range', () => {
    const known = new KnownGaps();
    known.add([gap(5, 6), gap(0, 2, 'retention')]);
    known.add([gap(7, 9), gap(3, 4, 'retention')]);
    expect(known.within({ from: 1, to: 8 })).toEqual([gap(1, 4, 'retention'), gap(5, 8)]);
  });

  it.each([
    [0, 9, undefined],
    [0, 10, { from: 10, to: 10 }],
    [12, 14, { from: 12, to: 14 }],
    [3, 25, { from: 10, to: 25 }],
    [20, 22, undefined],
  ])('has %i to %i except %j', (from, to, unknown) => {
    const known = new KnownGaps();
    known.add([gap(0, 4, 'retention'), gap(5, 9), gap(20, 22)]);
    expect(known.unknownIn({ from, to })).toEqual(unknown);
  });
});
