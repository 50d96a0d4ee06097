import { sumKnown, toRateLine, toRates } from '../../../monitor/derive/rates';
import { type Sample, withSample } from '../../../monitor/derive/samples';

function sample(seconds: number, received: number | null, hubGeneration = 'a'): Sample {
  return {
    at: seconds * 1000,
    sources: { iot: { received, landed: received, aggregated: null, lag: 0, hubGeneration } },
  };
}

describe('rates', () => {
  test('are means over the last five seconds', () => {
    const samples = [0, 100, 200, 300, 400, 500, 510].map((received, index) => sample(index, received));
    expect(toRates(samples, 'iot').received).toBeCloseTo((510 - 100) / 5);
  });

  test('are unknown at the first sample, and if a stage does not answer', () => {
    expect(toRates([sample(0, 10)], 'iot').received).toBeNull();
    expect(toRates([sample(0, 10), sample(1, null)], 'iot').received).toBeNull();
    expect(toRates([sample(0, 10), sample(1, 20)], 'iot').aggregated).toBeNull();
    expect(toRates([], 'iot').received).toBeNull();
  });

  test('are unknown, not negative, after a hub counts from zero again', () => {
    expect(toRates([sample(0, 1000), sample(1, 5)], 'iot').received).toBeNull();
    expect(toRates([sample(0, 10), sample(1, 500, 'b')], 'iot').received).toBeNull();
  });

  test('of all sources are the sum of the known ones', () => {
    expect(sumKnown([1, null, 2])).toBe(3);
    expect(sumKnown([null, null])).toBeNull();
  });

  test('over time begin at the first sample', () => {
    const samples = [0, 10, 20, 30].map((received, index) => sample(index, received));
    expect(toRateLine(samples, 'iot', 'received', 2).map(({ value }) => value)).toEqual([10, 10, 10]);
  });
});

describe('samples', () => {
  test('keep their order and ignore a late one', () => {
    const samples = withSample([sample(1, 1)], sample(2, 2));
    expect(withSample(samples, sample(1, 1))).toBe(samples);
    expect(withSample(samples, sample(2, 2))).toBe(samples);
  });

  test('cover ten minutes at most', () => {
    let samples: readonly Sample[] = [];
    for (let second = 0; second < 700; second += 1) samples = withSample(samples, sample(second, second));
    expect(samples).toHaveLength(600);
    expect(samples.at(-1)?.at).toBe(699_000);
  });
});
