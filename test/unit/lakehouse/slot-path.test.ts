import { slotTail, toPatterns, toSlotPlace } from '../../../lakehouse/engines/duckdb/bronze/slot-path';
import { newSlots } from '../../../lakehouse/engines/duckdb/bronze/slot-range';
import { type Plan } from '../../../lakehouse/engines/duckdb/plan';
import { slotPath } from '../../../src/lib/landing/slot-metadata';
import { type HubGeneration, toSlot } from '../../../src/lib/event-log/positions';

const HUB_GENERATION = '20261121T025044123Z' as HubGeneration;
const plan = (slot: number): Plan => ({
  refresh: slot + 1,
  refreshId: 'r',
  previous: null,
  asOf: '2026-11-21T06:00:00.000Z',
  bronze: { iot: [{ hubGeneration: HUB_GENERATION, partition: 3, slot }] },
  batch: {},
  rebuild: [],
});

describe('paths of slots', () => {
  it('are those that landing writes', () => {
    for (const slot of [0, 999, 1000, 123_456, 999_999_999_999]) {
      const place = { hubGeneration: HUB_GENERATION, partition: 3, slot };
      const path = slotPath({ source: 'iot', hubGeneration: HUB_GENERATION, partition: 3 }, toSlot(slot));
      expect(`iot/${slotTail(place)}`).toBe(path);
      expect(toSlotPlace(path)).toEqual(place);
    }
  });

  it('name a range of many slots by a pattern for each whole folder and by its ends', () => {
    const folder = `iot/${HUB_GENERATION}/p=03`;
    expect(toPatterns(newSlots('iot', plan(1997), plan(270_000)))).toEqual([
      `${folder}/000000001/000000001998.ndjson.gz`,
      `${folder}/000000001/000000001999.ndjson.gz`,
      ...Array.from({ length: 268 }, (_, n) => `${folder}/${String(n + 2).padStart(9, '0')}/*.ndjson.gz`),
      `${folder}/000000270/000000270000.ndjson.gz`,
    ]);
  });
});
