import { readMainThreadSeconds } from '../shared/main-thread';
import { type Spread, toSpread } from '../shared/statistics';
import { grouped, toTable } from '../shared/table';
import { type Batch, makeWorkloads, MIX_NAME, type Workload } from './batches';
import { createSides, type Side, type SideName, SIDE_NAMES } from './sides';

/** One side's figures for one workload. */
export interface SideFigures {
  readonly eventsPerSecond: Spread;
  /** Speed as a share of the speed of `parse` in the same round, by wall clock. */
  readonly ratio: Spread;
  /** The same by processor time of the main thread only; `undefined` if the system does not report it. */
  readonly mainThreadRatio: Spread | undefined;
  /** Events a second of the main thread's own time. */
  readonly eventsPerMainThreadSecond: Spread | undefined;
}

export interface WorkloadFigures {
  readonly workload: string;
  readonly meanBytes: number;
  readonly eventsPerRound: number;
  readonly rounds: number;
  readonly sides: Readonly<Record<SideName, SideFigures>>;
}

interface Timing {
  readonly wallSeconds: number;
  readonly mainThreadSeconds: number | undefined;
}

export interface LandingOptions {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}

/**
 * The cost of landing before the network: the app's own code compared with `JSON.parse` of the same bytes, and with
 * the usual implementation. Sides take turns within each round, and ratios are taken within a round, so that other
 * load on the machine affects all of them.
 */
export async function benchLanding({ quick, print }: LandingOptions): Promise<readonly WorkloadFigures[]> {
  const rounds = quick ? 9 : 31;
  const sides = createSides();
  const figures: WorkloadFigures[] = [];
  for (const workload of makeWorkloads(quick ? 5 : 10)) {
    await checkAgreement(workload, sides);
    const measured = await measure(workload, sides, rounds);
    figures.push(measured);
    for (const line of toLines(measured)) print(line);
  }
  return figures;
}

/**
 * A side that rejects events that others accept would be faster for the wrong reason. `JSON.parse` alone accepts
 * everything. In the mix, peers accept the few events that are not UTF-8, because `Buffer.toString` repairs them
 * silently.
 */
async function checkAgreement({ name, batches }: Workload, sides: readonly Side[]): Promise<void> {
  const counts = new Map<SideName, number>();
  for (const side of sides) counts.set(side.name, await side.run(batches));
  counts.delete('parse');
  const all = [...counts.values()];
  const allowed = name === MIX_NAME ? 0.001 * Math.max(...all) : 0;
  if (Math.max(...all) - Math.min(...all) > allowed) {
    const accepted = [...counts].map(([side, count]) => `${side} ${count}`).join(', ');
    throw new Error(`the sides do not accept the same events of ${name}: ${accepted}`);
  }
}

async function measure(
  { name, batches, meanBytes }: Workload,
  sides: readonly Side[],
  rounds: number,
): Promise<WorkloadFigures> {
  const warmUpRounds = 3;
  const timings: Record<SideName, Timing>[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const taken = new Map<SideName, Timing>();
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(round + turn) % sides.length];
      if (side !== undefined) taken.set(side.name, await time(side, batches));
    }
    if (round >= warmUpRounds) timings.push(Object.fromEntries(taken) as Record<SideName, Timing>);
  }
  const events = batches.reduce((sum, batch) => sum + batch.events.length, 0);
  return {
    workload: name,
    meanBytes,
    eventsPerRound: events,
    rounds,
    sides: Object.fromEntries(
      SIDE_NAMES.map((side) => [side, toFigures(timings, side, events)]),
    ) as unknown as Record<SideName, SideFigures>,
  };
}

async function time(side: Side, batches: readonly Batch[]): Promise<Timing> {
  const mainThread = readMainThreadSeconds();
  const start = process.hrtime.bigint();
  await side.run(batches);
  const wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  const mainThreadAfter = readMainThreadSeconds();
  return {
    wallSeconds,
    mainThreadSeconds:
      mainThread === undefined || mainThreadAfter === undefined ? undefined : mainThreadAfter - mainThread,
  };
}

function toFigures(
  timings: readonly Record<SideName, Timing>[],
  side: SideName,
  events: number,
): SideFigures {
  const cpu = timings.flatMap((round) => {
    const [own, parse] = [round[side].mainThreadSeconds, round.parse.mainThreadSeconds];
    return own === undefined || parse === undefined ? [] : [{ own, parse }];
  });
  return {
    eventsPerSecond: toSpread(timings.map((round) => events / round[side].wallSeconds)),
    ratio: toSpread(timings.map((round) => round.parse.wallSeconds / round[side].wallSeconds)),
    mainThreadRatio: cpu.length === 0 ? undefined : toSpread(cpu.map(({ own, parse }) => parse / own)),
    eventsPerMainThreadSecond: cpu.length === 0 ? undefined : toSpread(cpu.map(({ own }) => events / own)),
  };
}

const SIDE_TITLES: Readonly<Record<SideName, string>> = {
  parse: 'JSON.parse alone',
  lines: 'app: decode, validate, encode',
  slot: 'app: the whole slot, 4 in flight',
  ajv: 'ajv + JSON.stringify',
  ajvSlot: 'ajv + JSON.stringify, gzip, 4 in flight',
};

function toLines({ workload, meanBytes, rounds, eventsPerRound, sides }: WorkloadFigures): string[] {
  const spread = (value: Spread | undefined): string =>
    value === undefined
      ? 'not available'
      : `${value.median.toFixed(2)} (${value.low.toFixed(2)}–${value.high.toFixed(2)})`;
  return [
    '',
    `${workload}: ${grouped(meanBytes)} bytes an event, ${rounds} rounds of ${grouped(eventsPerRound)} events`,
    ...toTable(
      ['', 'events/s', 'ratio by main thread', 'ratio by wall clock'],
      SIDE_NAMES.map((name) => [
        SIDE_TITLES[name],
        grouped(sides[name].eventsPerSecond.median),
        spread(sides[name].mainThreadRatio),
        spread(sides[name].ratio),
      ]),
    ),
  ];
}
