import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startLoad } from '../load/load';
import { readProcessUsage } from '../shared/processes';
import { fitLine, mean } from '../shared/statistics';
import { grouped, mebibytes, toTable } from '../shared/table';
import { type BenchStack, type ServiceName, startBenchStack } from '../stack/bench-stack';

/** How one measure of one process changed with the number of events. */
export interface MemoryTrend {
  /** Slope of a straight line through the samples after the warm-up. */
  readonly bytesPerEvent: number;
  readonly startBytes: number;
  readonly maxBytes: number;
  readonly trend: 'flat' | 'grows';
}

export interface MemoryFigures {
  readonly events: number;
  readonly samples: number;
  readonly resident: Readonly<Partial<Record<ServiceName, MemoryTrend>>>;
  readonly heapUsed: Readonly<Partial<Record<ServiceName, MemoryTrend>>>;
  /** Memory outside the heap that JavaScript objects hold, buffers mostly. */
  readonly external: Readonly<Partial<Record<ServiceName, MemoryTrend>>>;
}

export interface MemoryOptions {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}

interface Sample {
  readonly at: number;
  readonly landed: number;
  readonly resident: Readonly<Partial<Record<ServiceName, number>>>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The first events fill caches and compile code, so their samples are ignored. */
const WARM_UP_SHARE = 0.2;
/** A flat measure may rise by this share of its start, or by twice the samples' scatter around the line. */
const FLAT_SHARE = 0.1;
const FLAT_DEVIATIONS = 2;

/** Whether processes keep data of processed events. */
export async function benchMemory({ quick, print }: MemoryOptions): Promise<MemoryFigures> {
  const events = quick ? 200_000 : 2_000_000;
  const stack = await startBenchStack();
  try {
    const samples = await passEvents(stack, events);
    const warm = samples.filter(({ landed }) => landed >= events * WARM_UP_SHARE);
    const figures = {
      events,
      samples: warm.length,
      resident: perService(stack, (name) => warm.flatMap((sample) => toPoint(sample, sample.resident[name]))),
      heapUsed: perService(stack, (_, id) => readHeap(stack, id, warm, 'heapUsed')),
      external: perService(stack, (_, id) => readHeap(stack, id, warm, 'external')),
    };
    for (const line of toLines(figures)) print(line);
    return figures;
  } finally {
    await stack.close();
  }
}

/** Sends everything at full speed and takes a sample a second until all events are in Bronze. */
async function passEvents(stack: BenchStack, events: number): Promise<Sample[]> {
  const load = await startLoad({
    baseUrl: stack.baseUrl,
    workload: 'mix',
    events,
    seed: 4,
    recordsPerRequest: 1000,
    inFlight: 4,
    differentBodies: 40,
  });
  const samples: Sample[] = [];
  const deadline = Date.now() + 60_000 + events;
  try {
    let failure: Error | undefined;
    const sending = load.send().catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    let landed = 0;
    while (landed < events) {
      await pause(1000);
      stack.assertUndisturbed();
      if (failure !== undefined) throw failure;
      if (Date.now() > deadline)
        throw new Error(`${landed} of ${events} events are in Bronzeat the time limit`);
      landed = await stack.countLanded();
      samples.push({ at: Date.now(), landed, resident: readResident(stack) });
    }
    await sending;
    return samples;
  } finally {
    load.close();
  }
}

function readResident({ processIds }: BenchStack): Sample['resident'] {
  return Object.fromEntries(
    Object.entries(processIds).flatMap(([name, id]) => {
      const usage = readProcessUsage(id);
      return usage === undefined ? [] : [[name, usage.residentBytes] as const];
    }),
  );
}

/** Heap sizes of the probe, each with the number of events that had landed by then. */
function readHeap(
  { probeDirectory }: BenchStack,
  processId: number,
  samples: readonly Sample[],
  measure: 'heapUsed' | 'external',
): Point[] {
  const file = join(probeDirectory, `${processId}.heap.ndjson`);
  if (!existsSync(file)) return [];
  const first = samples[0]?.at ?? Infinity;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(
      (line) =>
        JSON.parse(line) as { readonly at: number; readonly heapUsed: number; readonly external: number },
    )
    .filter(({ at }) => at >= first)
    .flatMap(({ at, [measure]: bytes }) => {
      const sample = samples.find((candidate) => candidate.at >= at);
      return sample === undefined ? [] : toPoint(sample, bytes);
    });
}

function toPoint({ landed }: Sample, bytes: number | undefined): Point[] {
  return bytes === undefined ? [] : [{ x: landed, y: bytes }];
}

function perService(
  { processIds }: BenchStack,
  read: (name: ServiceName, processId: number) => readonly Point[],
): Partial<Record<ServiceName, MemoryTrend>> {
  const trends: Partial<Record<ServiceName, MemoryTrend>> = {};
  for (const [name, id] of Object.entries(processIds) as [ServiceName, number][]) {
    const points = read(name, id);
    if (points.length >= 2) trends[name] = toTrend(points);
  }
  return trends;
}

function toTrend(points: readonly Point[]): MemoryTrend {
  const { slope, intercept } = fitLine(points);
  const xs = points.map(({ x }) => x);
  const start = intercept + slope * Math.min(...xs);
  const growth = slope * (Math.max(...xs) - Math.min(...xs));
  const residuals = points.map(({ x, y }) => (y - (intercept + slope * x)) ** 2);
  const deviation = Math.sqrt(mean(residuals));
  return {
    bytesPerEvent: slope,
    startBytes: start,
    maxBytes: Math.max(...points.map(({ y }) => y)),
    trend: growth < Math.max(start * FLAT_SHARE, deviation * FLAT_DEVIATIONS) ? 'flat' : 'grows',
  };
}

function toLines({ events, samples, resident, heapUsed, external }: MemoryFigures): string[] {
  const rows = (what: string, trends: MemoryFigures['resident']): string[][] =>
    Object.entries(trends).map(([name, { bytesPerEvent, startBytes, maxBytes, trend }]) => [
      `${name}, ${what}`,
      mebibytes(startBytes),
      mebibytes(maxBytes),
      bytesPerEvent.toFixed(1),
      trend,
    ]);
  return [
    '',
    `memory while ${grouped(events)} events passed, ${samples} samples after the warm-up`,
    ...toTable(
      ['process', 'start', 'most', 'bytes an event', 'trend'],
      [...rows('resident', resident), ...rows('heap', heapUsed), ...rows('external', external)],
    ),
  ];
}
