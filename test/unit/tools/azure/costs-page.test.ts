import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatAmount } from '../../../../tools/azure/cost/amount';
import { ALERTS, DEFAULT_SHAPE, estimate, TIMERS } from '../../../../tools/azure/cost/estimate';
import {
  batchesOf,
  busyInstances,
  BYTES_IN_BRONZE,
  type Load,
  NO_LOAD,
  READERS,
  SECONDS_A_MONTH,
  SHARES,
  simulatedLoad,
  steadyLoad,
  throughputUnits,
} from '../../../../tools/azure/cost/load';
import { readPrices } from '../../../../tools/azure/cost/prices';

const ROOT = resolve(__dirname, '../../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const page = `${read('docs/costs-by-service.md')}\n${read('docs/costs.md')}`;
/** The pages as one line, so that a figure may be broken over two. */
const text = page.replace(/\s+/g, ' ');
const prices = readPrices();
const usd = (name: keyof typeof prices.of): number => {
  const price = prices.of[name];
  if ('letter' in price) throw new Error(`${name} has no price`);
  return price.usd;
};

const thousand = steadyLoad(1000);
const tenThousand = steadyLoad(10_000);
const columns: readonly Load[] = [NO_LOAD, thousand, tenThousand];
const withoutDatabricks = { ...DEFAULT_SHAPE, databricks: false, simulate: false };
const estimates = columns.map((load) => estimate({ ...withoutDatabricks, load }, prices));

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const cents = (value: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const millions = (value: number): string =>
  (value / 1e6).toLocaleString('en', { maximumSignificantDigits: 4 });
const slots = (load: Load): number => load.batchesPerSecond * SECONDS_A_MONTH;
const gigabytes = (load: Load): number => (load.eventsPerSecond * SECONDS_A_MONTH * BYTES_IN_BRONZE) / 1e9;

it('has the sum of every part, idle and at both loads, as in `npm run azure -- cost`', () => {
  const parts = estimates[0] ?? [];
  expect(parts.length).toBeGreaterThan(10);
  for (const [index, { part }] of parts.entries()) {
    const amounts = estimates.map((list) => {
      const month = list[index]?.month;
      return month === undefined ? '' : formatAmount(month).replace(/ × ([a-z])\b/g, ' × *$1*');
    });
    expect(page).toContain(`| ${part} | ${amounts.join(' | ')} |\n`);
  }
});

it.each([thousand, tenThousand])('has the batches of $eventsPerSecond events a second', (load) => {
  const cells = Object.values(load.partitionBatches).map((batches) => `4 × ${batches}`);
  expect(page).toContain(
    `| ${load.eventsPerSecond.toLocaleString('en')}/s | ${cells.join(' | ')} | ${load.batchesPerSecond} | ${millions(slots(load))} M |`,
  );
});

const perPartition = Object.values(SHARES).map((share) => (1000 * share) / 4);
const timer = (executions: number): string => `$${cents(executions * 2 * usd('gigabyteSecond'))}`;
const copies = (number: number): number => ((number * (730 / 24) * 4) / 60) * usd('dataIntegrationUnitHour');
const figures: readonly (readonly [string, string])[] = [
  ['day of the prices', 'had them on 21 November 2026'],
  [
    'units at 1,000/s',
    `${throughputUnits(1000)} × 730 × $0.03 = $${cents(throughputUnits(1000) * 730 * usd('throughputUnitHour'))}`,
  ],
  [
    'units at 10,000/s',
    `${throughputUnits(10_000)} × 730 × $0.03 = $${cents(throughputUnits(10_000) * 730 * usd('throughputUnitHour'))}`,
  ],
  ['units with Stream Analytics', `with Stream Analytics **${throughputUnits(10_000, 3.2)}**`],
  ['events in', `2,628 M × $0.028 = $${cents(2628 * usd('millionEventsIn'))}`],
  ['events in at 10,000/s', `$${cents(26_280 * usd('millionEventsIn'))}`],
  [
    'least busy instances',
    `| busy instances at least | ${busyInstances(thousand).least} | ${busyInstances(tenThousand).least} |`,
  ],
  [
    'most busy instances',
    `| busy instances at most: one a partition and function | ${busyInstances(thousand).most} | ${busyInstances(tenThousand).most} |`,
  ],
  ['GB-seconds', `4 × 2 GB × 2,628,000 = ${((8 * SECONDS_A_MONTH) / 1e6).toFixed(1)} M`],
  ['a batch of a partition with 125 events a second', String(batchesOf(perPartition[0] ?? 0))],
  ['windows', `| 43,800 times, at least a second | 87,600 | ${timer(TIMERS.deliverWindows)} |`],
  ['sweeps', `| 87,600 times, at least a second | 175,200 | ${timer(TIMERS.sweeps)} |`],
  ['quarantine', `| 8,760 times | 17,520 | ${timer(TIMERS.indexQuarantine)} |`],
  ['landing age', `| 43,800 times | 87,600 | ${timer(TIMERS.measureLandingAge)} |`],
  ['all timers', `timers ${timer(Object.values(TIMERS).reduce((total, times) => total + times, 0))}`],
  [
    'simulators',
    `$${whole((4 * SECONDS_A_MONTH * 2 * usd('gigabyteSecond')) / 10)} and $${whole(busyInstances(simulatedLoad()).least * 2 * SECONDS_A_MONTH * usd('gigabyteSecond'))} to $${whole(busyInstances(simulatedLoad()).most * 2 * SECONDS_A_MONTH * usd('gigabyteSecond'))}`,
  ],
  [
    'writes',
    `| at $0.055 per 10,000 | ${[thousand, tenThousand].map((load) => `$${cents((slots(load) / 1e4) * usd('tenThousandWrites'))}`).join(' | ')} |`,
  ],
  [
    'Bronze',
    `$0.0208 a GB | ${[thousand, tenThousand].map((load) => `${whole(gigabytes(load))} GB, $${cents(gigabytes(load) * usd('hotGigabyteMonth'))}`).join(' | ')} |`,
  ],
  [
    'Bronze after a year',
    [thousand, tenThousand]
      .map((load) => `$${whole(12 * gigabytes(load) * usd('hotGigabyteMonth'))} a month`)
      .join(' | ')
      .replace(' | ', ' | 31 TB, '),
  ],
  [
    'reads',
    `$0.0044 per 10,000 | ${[thousand, tenThousand].map((load) => `$${cents((slots(load) / 1e4) * usd('tenThousandReads'))}`).join(' | ')} |`,
  ],
  [
    'checkpoints',
    `${millions(slots(thousand))} M × $0.0044 per 10,000 = $${cents(((READERS * slots(thousand)) / 1e4) * usd('tenThousandOthers'))}; at 10,000/s $${cents(((READERS * slots(tenThousand)) / 1e4) * usd('tenThousandOthers'))}`,
  ],
  [
    'log alerts',
    `${ALERTS.everyFiveMinutes} × $1.50 + ${ALERTS.everyQuarter} × $0.50 = $${cents(ALERTS.everyFiveMinutes * usd('logAlertEveryFiveMinutesMonth') + ALERTS.everyQuarter * usd('logAlertEveryQuarterMonth'))}`,
  ],
  ['NAT gateway', `730 × $0.045 = $${cents(730 * usd('natGatewayHour'))}`],
  ['Databricks every six hours', `| ${((4 * 2 * 0.25 * 730) / 24).toFixed(1)} | 60.8 *v* + 18 *d* |`],
  ['copies', `$0.25 = $${cents(copies(4))}`],
];

it.each(figures)('has the figure of %s', (_, figure) => {
  expect(text).toContain(figure);
});

it('names each price that the calculation uses', () => {
  const table = page.slice(page.indexOf('## Prices'));
  for (const price of Object.values(prices.of)) {
    if ('letter' in price) expect(table).toContain(`*${price.letter}*`);
    else expect(table).toMatch(new RegExp(`\\$${String(price.usd)}`.replaceAll('.', '\\.')));
  }
});

it('counts the existing alerts', () => {
  const bicep = read('bicep/modules/alerts.bicep');
  const every = (frequency: string): number => bicep.split(`    frequency: '${frequency}'`).length - 1;
  expect({ everyFiveMinutes: every('PT5M'), everyQuarter: every('PT15M') }).toEqual({
    everyFiveMinutes: ALERTS.everyFiveMinutes,
    everyQuarter: ALERTS.everyQuarter,
  });
});

it('has the daily cost of the default shape that README names', () => {
  const parts = estimate({ ...DEFAULT_SHAPE, load: simulatedLoad(), simulate: true }, prices);
  const day = (month: number): string => String(Math.round((month * 24) / 730));
  const least = parts.reduce((total, { month }) => total + month.least, 0);
  const most = parts.reduce((total, { month }) => total + month.most, 0);
  expect(read('README.md')).toContain(`$${day(least)} to $${day(most)} a day`);
});
