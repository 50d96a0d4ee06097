import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type LoadOptions, type LoadReport, startLoad } from '../load/load';
import { RESULTS } from '../shared/built';
import { type HotSpot, readHotSpots } from '../shared/hot-spots';
import { grouped, toTable } from '../shared/table';
import { type BenchStack, type ServiceName, startBenchStack } from '../stack/bench-stack';
import { type Delays, readDelays } from './delay';
import { measureParseAlone, type ParseAloneFigures } from './parse-alone';
import { type CpuSeconds, readCpuSeconds, subtractCpuSeconds } from './usage';

export interface ThroughputFigures {
  readonly workload: LoadOptions['workload'];
  readonly events: number;
  readonly meanRecordBytes: number;
  /** From the first POST until the last event is in Bronze. */
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** From the first POST until the last 202. */
  readonly acceptedPerSecond: number;
  readonly cpuSeconds: CpuSeconds;
  readonly generatorCpuSeconds: number;
  /** The limit, measured right after the run. */
  readonly parseAlone: ParseAloneFigures;
  /** `eventsPerSecond` as a share of that of `JSON.parse` alone. */
  readonly speedRatio: number;
  /** CPU seconds of worker and host as a multiple of those of `JSON.parse` alone; undefined without `/proc`. */
  readonly cpuMultiple: number | undefined;
}

export interface EndToEndFigures {
  readonly throughput: readonly ThroughputFigures[];
  readonly delaysAt: { readonly eventsPerSecond: number } & Delays;
  readonly hotSpots?: Readonly<Partial<Record<ServiceName, readonly HotSpot[]>>>;
}

export interface EndToEndOptions {
  readonly quick: boolean;
  /** Profile every process during the first run, which slows it down. */
  readonly profile: boolean;
  readonly print: (line: string) => void;
}

const DELAY_RATE = 2000;

/** HTTP → hub → Functions host → Bronze on this machine, with each service in its own process. */
export async function benchEndToEnd({ quick, profile, print }: EndToEndOptions): Promise<EndToEndFigures> {
  const stack = await startBenchStack();
  try {
    let landed = await run(stack, { workload: 'mix', events: quick ? 20_000 : 60_000, seed: 1 }, 0);
    const throughput: ThroughputFigures[] = [];
    let hotSpots: EndToEndFigures['hotSpots'];
    for (const workload of ['telemetry', 'mix'] as const) {
      const options = { workload, events: quick ? 120_000 : 300_000, seed: 2 };
      const profiling = profile && hotSpots === undefined;
      const { figures, total } = await measure(stack, options, landed, profiling);
      if (profiling) hotSpots = await readProfiles(stack);
      landed = total;
      throughput.push(figures);
      for (const line of toLines(figures)) print(line);
    }
    const delays = await measureDelays(stack, landed, quick ? 5 : 20);
    for (const line of toDelayLines(delays)) print(line);
    for (const line of toHotSpotLines(hotSpots ?? {})) print(line);
    return {
      throughput,
      delaysAt: { eventsPerSecond: DELAY_RATE, ...delays },
      ...(hotSpots !== undefined && { hotSpots }),
    };
  } finally {
    await stack.close();
  }
}

type Run = Pick<LoadOptions, 'workload' | 'events' | 'seed'>;

/** Sends at full speed and waits until everything is in Bronze. Returns the number of events there. */
async function run(stack: BenchStack, options: Run, landedBefore: number): Promise<number> {
  const { total } = await measure(stack, options, landedBefore, false);
  return total;
}

async function measure(
  stack: BenchStack,
  { workload, events, seed }: Run,
  landedBefore: number,
  profiling: boolean,
): Promise<{ figures: ThroughputFigures; total: number }> {
  const load = await startLoad({
    baseUrl: stack.baseUrl,
    workload,
    events,
    seed,
    recordsPerRequest: 1000,
    inFlight: 4,
    differentBodies: 40,
  });
  try {
    const startedAt = Date.now();
    const before = readCpuSeconds(stack.processIds);
    if (profiling) toggleProfiles(stack);
    const report = await load.send();
    const total = landedBefore + report.events;
    await stack.waitForLanded(total, 60 + report.events / 1000);
    const landedAt = Date.now();
    if (profiling) toggleProfiles(stack);
    const cpuSeconds = subtractCpuSeconds(readCpuSeconds(stack.processIds), before);
    const parseAlone = measureParseAlone(stack.lakeDirectory, startedAt);
    return { figures: toFigures(workload, report, landedAt, cpuSeconds, parseAlone), total };
  } finally {
    load.close();
  }
}

function toFigures(
  workload: Run['workload'],
  { events, meanRecordBytes, firstPostAt, lastAcceptedAt, cpuSeconds: generatorCpuSeconds }: LoadReport,
  landedAt: number,
  cpuSeconds: CpuSeconds,
  parseAlone: ParseAloneFigures,
): ThroughputFigures {
  const seconds = (landedAt - firstPostAt) / 1000;
  const { worker, host } = cpuSeconds;
  const appCpuSeconds = worker === undefined || host === undefined ? undefined : worker + host;
  return {
    workload,
    events,
    meanRecordBytes,
    seconds,
    eventsPerSecond: events / seconds,
    acceptedPerSecond: (events * 1000) / (lastAcceptedAt - firstPostAt),
    cpuSeconds,
    generatorCpuSeconds,
    parseAlone,
    speedRatio: events / seconds / parseAlone.eventsPerSecond,
    cpuMultiple: appCpuSeconds && ((appCpuSeconds / events) * 1e6) / parseAlone.cpuSecondsPerMillionEvents,
  };
}

/** Small requests at a moderate rate, so that the delay is the pipeline's own and not that of a queue. */
async function measureDelays(stack: BenchStack, landedBefore: number, seconds: number): Promise<Delays> {
  const load = await startLoad({
    baseUrl: stack.baseUrl,
    workload: 'mix',
    events: DELAY_RATE * seconds,
    eventsPerSecond: DELAY_RATE,
    recordsPerRequest: 50,
    inFlight: 16,
    seed: 3,
  });
  try {
    const report = await load.send();
    await stack.waitForLanded(landedBefore + report.events, 60);
    return readDelays(stack, report.requests);
  } finally {
    load.close();
  }
}

function toggleProfiles({ processIds }: BenchStack): void {
  for (const id of Object.values(processIds)) process.kill(id, 'SIGUSR2');
}

/** Profiles are stored beside the figures; Chrome's developer tools and many editors can open them. */
async function readProfiles(stack: BenchStack): Promise<Partial<Record<ServiceName, HotSpot[]>>> {
  const spots: Partial<Record<ServiceName, HotSpot[]>> = {};
  mkdirSync(RESULTS, { recursive: true });
  for (const [name, id] of Object.entries(stack.processIds) as [ServiceName, number][]) {
    const file = join(stack.probeDirectory, `${id}.cpuprofile`);
    for (let tries = 0; !existsSync(file) && tries < 100; tries++) await pause(100);
    await pause(500);
    spots[name] = readHotSpots(file);
    copyFileSync(file, join(RESULTS, `${name}.cpuprofile`));
  }
  return spots;
}

function toLines(figures: ThroughputFigures): string[] {
  const { workload, events, meanRecordBytes, seconds, cpuSeconds, generatorCpuSeconds, parseAlone } = figures;
  const perMillion = (used: number): number => (used / events) * 1e6;
  const multiple = (used: number): string =>
    `${(perMillion(used) / parseAlone.cpuSecondsPerMillionEvents).toFixed(1)} ×`;
  return [
    '',
    `end to end, ${workload}: ${grouped(events)} records of ${grouped(meanRecordBytes)} bytes in ${seconds.toFixed(1)} s: ` +
      `${grouped(figures.eventsPerSecond)} events/s in Bronze (${grouped(figures.acceptedPerSecond)} accepted/s)`,
    `JSON.parse alone, the same events of ${grouped(parseAlone.meanEventBytes)} bytes: ` +
      `${grouped(parseAlone.eventsPerSecond)} events/s, ${parseAlone.cpuSecondsPerMillionEvents.toFixed(1)} CPU s per million events`,
    `ratio of events/s: ${figures.speedRatio.toFixed(3)}; worker + host: ${figures.cpuMultiple?.toFixed(1) ?? '?'} × the CPU of JSON.parse alone`,
    ...toTable(
      ['process', 'CPU s', 'CPU s per million events', 'multiple of JSON.parse'],
      [...Object.entries(cpuSeconds), ['load generator', generatorCpuSeconds] as const].map(
        ([name, used]) => [name, used.toFixed(1), perMillion(used).toFixed(1), multiple(used)],
      ),
    ),
  ];
}

function toDelayLines({ accept, acceptToSlot, events }: Delays): string[] {
  const row = (name: string, { p50, p99, max }: Delays['accept']): string[] => [
    name,
    ...[p50, p99, max].map((value) => value.toFixed(0)),
  ];
  return [
    '',
    `delay at ${grouped(DELAY_RATE)} events/s, ${grouped(events)} events, in milliseconds`,
    ...toTable(['', 'p50', 'p99', 'max'], [row('POST to 202', accept), row('202 to slot', acceptToSlot)]),
  ];
}

function toHotSpotLines(spots: NonNullable<EndToEndFigures['hotSpots']>): string[] {
  return Object.entries(spots).flatMap(([name, places]) => [
    '',
    ...toTable(
      [`hot spots: ${name}`, 'share'],
      places.map(({ place, share }) => [place, `${(share * 100).toFixed(1)} %`]),
    ),
  ]);
}
