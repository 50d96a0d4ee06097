import { Ticker } from '../../../../src/lib/source/simulate/ticker';

const START = Date.UTC(2026, 2, 2, 8, 0, 0);

function windows(...seconds: readonly number[]): [number, number][] {
  const ticker = new Ticker();
  return seconds.map((second) => {
    const { from, to } = ticker.next(new Date(START + second * 1000));
    return [(from.getTime() - START) / 1000, (to.getTime() - START) / 1000];
  });
}

describe('a ticker', () => {
  it('cuts time into windows without overlap or hole, in whole seconds', () => {
    expect(windows(0.2, 1.1, 3.9, 10)).toEqual([
      [-1, 0],
      [0, 1],
      [1, 3],
      [3, 10],
    ]);
  });

  it('gives an empty window within a second, and when the clock goes back', () => {
    expect(windows(5, 5.9, 3, 6)).toEqual([
      [4, 5],
      [5, 5],
      [3, 3],
      [5, 6],
    ]);
  });

  it('makes up for a minute of a pause at most', () => {
    expect(windows(0, 3600)).toEqual([
      [-1, 0],
      [3540, 3600],
    ]);
  });
});
