import { Ticker } from '../../../src/lib/simulate/ticker';

const START = Date.UTC(2026, 2, 2, 8, 0, 0);

/** The windows of each call, in seconds since the start. */
function windows(...seconds: readonly number[]): [number, number][][] {
  const ticker = new Ticker();
  return seconds.map((second) => {
    const found: [number, number][] = [];
    for (;;) {
      const window = ticker.next(new Date(START + second * 1000));
      if (window === undefined) return found;
      found.push([(window.from.getTime() - START) / 1000, (window.to.getTime() - START) / 1000]);
    }
  });
}

describe('a ticker', () => {
  it('divides time into windows without overlap or gap, in whole seconds', () => {
    expect(windows(0.2, 1.1, 3.9, 10)).toEqual([[[-1, 0]], [[0, 1]], [[1, 3]], [[3, 10]]]);
  });

  it('returns no window within a second, and if the clock goes back', () => {
    expect(windows(5, 5.9, 3, 6)).toEqual([[[4, 5]], [], [], [[5, 6]]]);
  });

  it('divides a long time into windows of ten seconds', () => {
    expect(windows(0, 25)).toEqual([
      [[-1, 0]],
      [
        [0, 10],
        [10, 20],
        [20, 25],
      ],
    ]);
  });

  it('makes up for a minute of a pause at most', () => {
    const [, second = []] = windows(0, 3600);
    expect([second.at(0), second.at(-1)]).toEqual([
      [3540, 3550],
      [3590, 3600],
    ]);
  });
});
