import fc from 'fast-check';
import { gridOf, positionAt, timeAt } from '../../../src/lib/simulate/grid';
import { Lanes } from '../../../src/lib/simulate/lanes';

const rate = fc.double({ min: 0.001, max: 50_000, noNaN: true });
const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('a grid', () => {
  it('puts each position into the window of its time', () => {
    fc.assert(
      fc.property(rate, instant, (eventsPerSecond, time) => {
        const grid = gridOf(1, eventsPerSecond);
        const position = positionAt(grid, time);
        expect(timeAt(grid, position)).toBeGreaterThanOrEqual(time);
        expect(timeAt(grid, position - 1)).toBeLessThanOrEqual(time);
      }),
    );
  });

  it('has as many positions a second as its rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), instant, (eventsPerSecond, time) => {
        const grid = gridOf(1, eventsPerSecond);
        expect(positionAt(grid, time + 1000) - positionAt(grid, time)).toBe(eventsPerSecond);
      }),
    );
  });
});

describe('lanes', () => {
  it('return the position of each place', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 40 }), instant, (eventsPerSecond, blockLength, time) => {
        const grid = gridOf(7, eventsPerSecond);
        const lanes = new Lanes(grid, blockLength, 20);
        const position = positionAt(grid, time);
        const place = lanes.placeOf(position);
        expect(place.step).toBeGreaterThanOrEqual(0);
        expect(place.step).toBeLessThan(blockLength);
        expect(place.lane).toBeLessThan(lanes.count);
        expect(lanes.positionOf(place)).toBe(position);
      }),
    );
  });

  it('keep the steps of a block the same time apart at any rate', () => {
    for (const eventsPerSecond of [0.05, 1, 40, 9_000]) {
      const lanes = new Lanes(gridOf(7, eventsPerSecond), 24, 20);
      const at = (step: number): number => lanes.timeOf({ lane: 0, block: 1000, step });
      expect(at(23) - at(0)).toBe(23 * 20_000);
    }
  });
});
