import { toTableText } from '../../../local/cli/text-table';
import { formatAmount, perDay, sum } from './amount';
import { DEFAULT_SHAPE, estimate, type Part, type Shape } from './estimate';
import { simulatedLoad, steadyLoad } from './load';
import { type PriceList, readPrices } from './prices';

export interface CostOptions {
  /** Events a second; undefined for the simulators' rate. */
  readonly eventsPerSecond?: number;
  readonly databricks: boolean;
  readonly dataFactory: boolean;
  readonly memory: number;
  readonly alwaysReady: number;
  readonly workers: number;
  readonly refreshesADay: number;
  /** Values of the prices that prices.json has only as letters. */
  readonly price: Readonly<Record<string, number>>;
}

export function shapeOf(options: CostOptions): Shape {
  const simulate = options.eventsPerSecond === undefined;
  return {
    ...DEFAULT_SHAPE,
    load: options.eventsPerSecond === undefined ? simulatedLoad() : steadyLoad(options.eventsPerSecond),
    simulate,
    databricks: options.databricks,
    dataFactory: options.dataFactory,
    instanceGigabytes: options.memory / 1024,
    alwaysReadyInstances: options.alwaysReady,
    databricksWorkers: options.workers,
    refreshesADay: options.refreshesADay,
  };
}

/** Returns the table of `npm run azure -- cost`. */
export function describeCost(options: CostOptions): string {
  const prices = readPrices(options.price);
  const parts = estimate(shapeOf(options), prices);
  const load =
    options.eventsPerSecond === undefined
      ? 'the simulators’ ten events a second'
      : `${options.eventsPerSecond.toLocaleString('en')} events a second, constantly`;
  return [
    `Estimated costs of ${load}, in US dollars. Prices: ${prices.region}, ${prices.date}.`,
    '',
    ...toTable(parts),
    '',
    ...lettersOf(parts, prices),
    'docs/costs-by-service.md explains each line, and docs/costs.md names the sources. Compare with your own bill: these costs were not measured in Azure.',
  ].join('\n');
}

function toTable(parts: readonly Part[]): readonly string[] {
  const total = sum(parts.map(({ month }) => month));
  return toTableText({
    heading: ['part', 'quantity a month', 'a month', 'a day'],
    rows: [
      ...parts.map(({ part, quantity, month }) => [
        part,
        quantity,
        formatAmount(month),
        formatAmount(perDay(month)),
      ]),
      ['in all', '', formatAmount(total), formatAmount(perDay(total))],
    ],
  });
}

/** The meaning of each letter in the table. */
function lettersOf(parts: readonly Part[], prices: PriceList): readonly string[] {
  const used = new Set(parts.flatMap(({ month }) => Object.keys(month.unpriced)));
  const named = Object.entries(prices.of).flatMap(([name, price]) =>
    'letter' in price && used.has(price.letter)
      ? [`${price.letter} is ${MEANINGS[price.letter] ?? name}`]
      : [],
  );
  if (named.length === 0) return [];
  return [`No public source has these prices; set them with --price x=0.4: ${named.join('; ')}.`];
}

const MEANINGS: Readonly<Record<string, string>> = {
  e: 'a GB held beyond the throughput units',
  x: 'a million executions',
  a: 'a million GB-seconds of always-ready instances',
  t: 'a million table transactions',
  v: 'an hour of a Standard_D4ds_v5',
  d: 'the DBU an hour of such a machine',
};
