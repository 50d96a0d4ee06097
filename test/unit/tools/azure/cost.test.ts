import { formatAmount, sum } from '../../../../tools/azure/cost/amount';
import { DEFAULT_SHAPE, estimate } from '../../../../tools/azure/cost/estimate';
import { busyInstances, simulatedLoad, steadyLoad, throughputUnits } from '../../../../tools/azure/cost/load';
import { describeCost } from '../../../../tools/azure/cost/print-cost';
import { readPrices } from '../../../../tools/azure/cost/prices';

const OPTIONS = {
  databricks: true,
  dataFactory: true,
  memory: 2048,
  alwaysReady: 0,
  workers: 1,
  refreshesADay: 4,
  price: {},
};
const monthOf = (part: string, shape: Parameters<typeof estimate>[0], prices = readPrices()): string =>
  formatAmount(estimate(shape, prices).find((line) => line.part.startsWith(part))?.month ?? sum([]));

it('charges one throughput unit without load, and a reserve of one tenth above', () => {
  expect([0, 100, 909, 910, 1000, 10_000].map((rate) => throughputUnits(rate))).toEqual([1, 1, 1, 2, 2, 12]);
});

it('bills an instance only for the seconds in which it executes something', () => {
  expect(busyInstances(steadyLoad(0))).toEqual({ least: 0, most: 0 });
  // A tenth of an event a second in a hub's four partitions: at most a tenth of a second.
  expect(busyInstances(steadyLoad(0.2)).most).toBeCloseTo(0.2);
  expect(busyInstances(steadyLoad(100_000))).toEqual({ least: 4, most: 16 });
  expect(busyInstances(simulatedLoad()).least).toBeCloseTo(0.4);
});

it('leaves out disabled parts', () => {
  const shape = { ...DEFAULT_SHAPE, load: steadyLoad(1000), simulate: false };
  const names = (databricks: boolean, dataFactory: boolean): string =>
    estimate({ ...shape, databricks, dataFactory }, readPrices())
      .map(({ part }) => part)
      .join();
  expect(names(true, true)).toMatch(/Data Factory.*Databricks/);
  expect(names(false, false)).not.toMatch(/Data Factory|Databricks|simulators|always-ready/);
});

it('charges always-ready instances all month, idle or not', () => {
  const shape = { ...DEFAULT_SHAPE, load: steadyLoad(0), simulate: false, alwaysReadyInstances: 4 };
  expect(monthOf('always-ready', shape)).toBe('21 × a');
  expect(monthOf('always-ready', shape, readPrices({ a: 0.000004 }))).toBe('84');
});

it('replaces the letter of a price by its value', () => {
  const text = describeCost({ ...OPTIONS, price: { x: 0.4, t: 0.036, v: 0.2, d: 1 } });
  expect(text).not.toMatch(/× [a-z]\b/);
  expect(text).not.toContain('No public source');
  expect(describeCost(OPTIONS)).toContain('x is a million executions');
});

it('refuses a letter that no price has', () => {
  expect(() => readPrices({ q: 1 })).toThrow('no price has the letter q; use one of a, d, e, t, v, x');
});
