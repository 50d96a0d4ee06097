import { type Amount, NOTHING, priced, sum } from './amount';
import {
  busyInstances,
  BYTES_IN_BRONZE,
  BYTES_IN_HUB,
  type Load,
  READERS,
  SECONDS_A_MONTH,
  SIMULATOR_SECONDS,
  throughputUnits,
} from './load';
import { type PriceList } from './prices';

const HOURS_A_MONTH = 730;
const DAYS_A_MONTH = HOURS_A_MONTH / 24;
/** Hours that hubs keep events (`hubRetentionHours`), and the free storage of a throughput unit. */
const RETENTION_HOURS = 72;
const HELD_GIGABYTES_A_UNIT = 84;

/** Executions a month of timers that run in every deployment: live windows, sweeps, landing's age, quarantine, refresh. */
export const TIMERS = {
  deliverWindows: HOURS_A_MONTH * 60,
  sweeps: 2 * HOURS_A_MONTH * 60,
  measureLandingAge: HOURS_A_MONTH * 60,
  indexQuarantine: HOURS_A_MONTH * 12,
  refreshOnSchedule: DAYS_A_MONTH * 4,
} as const;
const timerExecutions = Object.values(TIMERS).reduce((total, executions) => total + executions, 0);

/** Log alerts of bicep/modules/alerts.bicep by interval, and series of its metric alerts for four hubs. */
export const ALERTS = { everyFiveMinutes: 7, everyQuarter: 5, series: 13 } as const;

/** The shape of a deployment, as set by its switches. */
export interface Shape {
  readonly load: Load;
  readonly simulate: boolean;
  readonly databricks: boolean;
  readonly dataFactory: boolean;
  /** Memory of an instance of the app, in GB. */
  readonly instanceGigabytes: number;
  /** Always-ready instances of all functions together. */
  readonly alwaysReadyInstances: number;
  readonly databricksWorkers: number;
  readonly refreshesADay: number;
  /** Hours per refresh; an assumption. */
  readonly refreshHours: number;
}

/** The shape that `azd up` deploys by default, without the load. */
export const DEFAULT_SHAPE: Omit<Shape, 'load' | 'simulate'> = {
  databricks: true,
  dataFactory: true,
  instanceGigabytes: 2,
  alwaysReadyInstances: 0,
  databricksWorkers: 1,
  refreshesADay: 4,
  refreshHours: 0.25,
};

export interface Part {
  readonly part: string;
  /** The counted quantity, for the reader. */
  readonly quantity: string;
  readonly month: Amount;
}

/** Monthly cost of each part of a deployment. */
export function estimate(shape: Shape, { of: price }: PriceList): readonly Part[] {
  const { load, instanceGigabytes } = shape;
  const batches = load.batchesPerSecond * SECONDS_A_MONTH;
  const events = load.eventsPerSecond * SECONDS_A_MONTH;
  const units = throughputUnits(load.eventsPerSecond);
  const held = (load.eventsPerSecond * RETENTION_HOURS * 3600 * BYTES_IN_HUB) / 1e9;
  const beyond = Math.max(0, held - units * HELD_GIGABYTES_A_UNIT);
  const busy = busyInstances(load);
  const instanceMonth = instanceGigabytes * SECONDS_A_MONTH;
  const simulatorRuns = shape.simulate ? (4 * SECONDS_A_MONTH) / SIMULATOR_SECONDS : 0;
  const executions = READERS * batches + timerExecutions + simulatorRuns;
  const bronze = (events * BYTES_IN_BRONZE) / 1e9;
  const node = sum([
    priced(1, price.machineHour),
    'usd' in price.databricksUnitsOfAMachine && 'usd' in price.databricksUnit
      ? priced(price.databricksUnitsOfAMachine.usd, price.databricksUnit)
      : priced('usd' in price.databricksUnit ? price.databricksUnit.usd : 1, price.databricksUnitsOfAMachine),
  ]);
  const refreshHours =
    shape.refreshesADay * DAYS_A_MONTH * shape.refreshHours * (1 + shape.databricksWorkers);
  // The job `maintenance`: half an hour a week on a driver and a worker.
  const maintenanceHours = 2 * 0.5 * (DAYS_A_MONTH / 7);
  const parts: readonly (Part | undefined)[] = [
    {
      part: 'Event Hubs',
      quantity: `${count(units)} throughput unit${units === 1 ? '' : 's'}, ${millions(events)} million events`,
      month: sum([
        priced(units * HOURS_A_MONTH, price.throughputUnitHour),
        priced(events / 1e6, price.millionEventsIn),
      ]),
    },
    {
      part: 'Event Hubs: held beyond the units',
      quantity: `${count(Math.round(beyond))} GB of 72 hours`,
      month: priced(Math.round(beyond), price.heldGigabyteMonth),
    },
    {
      part: 'function instances',
      quantity: `${range(busy.least, busy.most)} busy instances of ${instanceGigabytes} GB`,
      month: priced(busy.least * instanceMonth, price.gigabyteSecond, busy.most * instanceMonth),
    },
    {
      part: 'timers',
      quantity: `${millions(timerExecutions)} million seconds`,
      month: priced(timerExecutions * instanceGigabytes, price.gigabyteSecond),
    },
    shape.simulate
      ? {
          part: 'simulators',
          quantity: `${millions(simulatorRuns)} million seconds`,
          month: priced(simulatorRuns * instanceGigabytes, price.gigabyteSecond),
        }
      : undefined,
    shape.alwaysReadyInstances > 0
      ? {
          part: 'always-ready instances',
          quantity: `${count(shape.alwaysReadyInstances)} × ${instanceGigabytes} GB, in millions of GB-seconds`,
          month: priced((shape.alwaysReadyInstances * instanceMonth) / 1e6, alwaysReady(price)),
        }
      : undefined,
    {
      part: 'executions, millions',
      quantity: millions(executions),
      month: priced(executions / 1e6, price.millionExecutions),
    },
    {
      part: 'lake: writes',
      quantity: `${millions(batches)} million slots`,
      month: priced(batches / 1e4, price.tenThousandWrites),
    },
    {
      part: 'lake: reads for Silver',
      quantity: `${millions(batches)} million slots`,
      month: priced(batches / 1e4, price.tenThousandReads),
    },
    {
      part: 'lake: a month of Bronze, kept for a month',
      quantity: `${count(Math.round(bronze))} GB`,
      month: priced(bronze, price.hotGigabyteMonth),
    },
    {
      part: 'host storage: checkpoints',
      quantity: `${millions(READERS * batches)} million`,
      month: priced((READERS * batches) / 1e4, price.tenThousandOthers),
    },
    {
      part: 'host storage: tables, millions of transactions',
      quantity: millions(batches * (1 + 1 / 16)),
      // One per batch for live windows, and a landing hint for every sixteen slots.
      month: priced((batches * (1 + 1 / 16)) / 1e6, price.millionTableTransactions),
    },
    {
      part: "Log Analytics: the app's traces, one of twenty sampled",
      quantity: `${count(Math.round((READERS * batches * 2) / 20 / 1e6))} GB`,
      // Two kilobytes per execution.
      month: priced((READERS * batches * 2e3) / 1e9 / 20, price.logGigabyte),
    },
    {
      part: 'alerts',
      quantity: `${ALERTS.everyFiveMinutes + ALERTS.everyQuarter} over logs, ${ALERTS.series} series of metrics`,
      month: sum([
        priced(ALERTS.everyFiveMinutes, price.logAlertEveryFiveMinutesMonth),
        priced(ALERTS.everyQuarter, price.logAlertEveryQuarterMonth),
        priced(ALERTS.series, price.metricAlertSeriesMonth),
      ]),
    },
    shape.dataFactory
      ? {
          part: 'Data Factory: `ingest_reference_files` once a day',
          quantity: '5 runs and 4 copies a day',
          month: sum([
            priced((5 * DAYS_A_MONTH) / 1000, price.thousandActivityRuns),
            // Billed per started minute, at four units.
            priced((4 * DAYS_A_MONTH * 4) / 60, price.dataIntegrationUnitHour),
          ]),
        }
      : undefined,
    shape.databricks
      ? {
          part: 'Databricks: NAT gateway',
          quantity: '730 hours',
          month: priced(HOURS_A_MONTH, price.natGatewayHour),
        }
      : undefined,
    shape.databricks
      ? {
          part: 'Databricks: refreshes and maintenance',
          quantity: `${millions((refreshHours + maintenanceHours) * 1e6)} machine hours`,
          month: sum([times(node, refreshHours), times(node, maintenanceHours)]),
        }
      : undefined,
  ];
  return parts.filter((part) => part !== undefined);
}

/** A price per GB-second, times a million. */
function alwaysReady(price: PriceList['of']): PriceList['of']['alwaysReadyGigabyteSecond'] {
  const one = price.alwaysReadyGigabyteSecond;
  return 'usd' in one ? { usd: one.usd * 1e6 } : one;
}

function times(amount: Amount, factor: number): Amount {
  if (factor === 0) return NOTHING;
  const unpriced = Object.entries(amount.unpriced).map(([letter, quantity]) => [letter, quantity * factor]);
  return {
    least: amount.least * factor,
    most: amount.most * factor,
    unpriced: Object.fromEntries(unpriced) as Record<string, number>,
  };
}

const count = (value: number): string => value.toLocaleString('en');
/** Millions with three digits. */
const millions = (value: number): string =>
  (value / 1e6).toLocaleString('en', { maximumSignificantDigits: value >= 1e9 ? 6 : 4 });
const range = (least: number, most: number): string => {
  const [low, high] = [least, most].map((value) => value.toLocaleString('en', { maximumFractionDigits: 1 }));
  return low === high ? String(low) : `${low} to ${high}`;
};
