import type * as RefreshClientModule from '../../local/cli/refresh-client';
import { app, local } from '../shared/built';
import { type Spread, toSpread } from '../shared/statistics';
import { grouped, toTable } from '../shared/table';
import { type BenchStack, startBenchStack } from '../stack/bench-stack';
import { readBare } from './bare-read';
import { BronzeFiller } from './fill-bronze';
import { readRefresh, type Stage, STAGES, type StageSeconds } from './read-refresh';

/** One refresh over many new events. */
export interface BulkFigures {
  readonly events: number;
  readonly seconds: number;
  readonly stages: readonly StageSeconds[];
  /** Rows in all tables afterwards, by layer. */
  readonly rowsWritten: number;
  /** DuckDB alone over the same slots, in the same run. */
  readonly bareReadSeconds: number;
  /** How many times that the refresh takes. */
  readonly multipleOfBareRead: number;
}

/** Refreshes with few new events on top of many old ones. */
export interface IncrementFigures {
  readonly oldEvents: number;
  readonly newEvents: number;
  /** From the call to the end of the refresh. */
  readonly seconds: Spread;
  /** The models' own time, summed: without processes, polling and steps. */
  readonly modelSeconds: Spread;
  /** How many times the models' own time a refresh takes; below 1 because two tasks run at a time. */
  readonly multipleOfModels: Spread;
  /** How many times a refresh takes that on the fewest old events. */
  readonly multipleOfFewest: number;
  readonly slowestModels: readonly string[];
}

export interface RefreshFigures {
  readonly bulk: BulkFigures;
  readonly increments: readonly IncrementFigures[];
  /** Cost of a refresh outside of its job, in seconds. */
  readonly orchestrationSeconds: Spread;
  /** A refresh without new data, from the call to its end, in seconds. */
  readonly nothingNewSeconds: Spread;
}

export interface RefreshBenchOptions {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}

const FIRST_DAY = Date.parse('2026-01-01T12:00:00Z');
const DAY = 24 * 3600 * 1000;
const EVENTS_PER_DAY = 33_333;
const NEW_EVENTS = 10_000;
const ROUNDS = 3;

/** The cost of a refresh of a million events at once, and of ten thousand on top of more and more old ones. */
export async function benchRefresh({ quick, print }: RefreshBenchOptions): Promise<RefreshFigures> {
  const bulkEvents = quick ? 100_000 : 1_000_000;
  const bulk = await withStack(async (scene) => {
    await scene.grow(bulkEvents);
    const refresh = await scene.refresh();
    const bareReadSeconds = await readBare(scene.lakeDirectory, scene.total());
    return {
      events: bulkEvents,
      bareReadSeconds,
      multipleOfBareRead: refresh.seconds / bareReadSeconds,
      seconds: refresh.seconds,
      stages: refresh.stages,
      rowsWritten: refresh.rowsWritten,
    };
  });
  for (const line of toBulkLines(bulk)) print(line);

  const sizes = quick ? [20_000, 100_000] : [100_000, 1_000_000, 5_000_000];
  const orchestration: number[] = [];
  const nothingNew: number[] = [];
  const increments = await withStack(async (scene) => {
    const figures: IncrementFigures[] = [];
    for (const size of sizes) {
      await scene.grow(size);
      await scene.refresh();
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) {
        await scene.add(NEW_EVENTS);
        rounds.push(await scene.refresh());
      }
      orchestration.push(...rounds.map(({ seconds, jobSeconds }) => seconds - jobSeconds));
      const seconds = toSpread(rounds.map((round) => round.seconds));
      figures.push({
        oldEvents: size,
        newEvents: NEW_EVENTS,
        seconds,
        multipleOfModels: toSpread(rounds.map((round) => round.seconds / round.modelSeconds)),
        multipleOfFewest: seconds.median / (figures[0]?.seconds.median ?? seconds.median),
        modelSeconds: toSpread(rounds.map(({ modelSeconds }) => modelSeconds)),
        slowestModels: rounds.at(-1)?.slowestModels ?? [],
      });
      print(
        `  ${grouped(size)} old events: ${toText(figures.at(-1)?.seconds)} s; slowest ${rounds.at(-1)?.slowestModels.join(', ') ?? ''}`,
      );
    }
    for (let round = 0; round < 10; round++) nothingNew.push((await scene.refresh()).seconds);
    return figures;
  });
  const figures: RefreshFigures = {
    bulk,
    increments,
    orchestrationSeconds: toSpread(orchestration),
    nothingNewSeconds: toSpread(nothingNew),
  };
  for (const line of toIncrementLines(figures)) print(line);
  return figures;
}

interface Scene {
  /** Adds days until Bronze has this many events. */
  grow(events: number): Promise<void>;
  /** Adds events on the newest day. */
  add(events: number): Promise<void>;
  refresh(): ReturnType<typeof readRefresh>;
  /** Events in Bronze. */
  total(): number;
  readonly lakeDirectory: string;
}

async function withStack<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
  const stack = await startBenchStack({ withLakehouse: true });
  try {
    return await work(toScene(stack));
  } finally {
    await stack.close();
  }
}

function toScene(stack: BenchStack): Scene {
  const filler = new BronzeFiller({
    lakeConnectionString: stack.lakeConnectionString,
    modules: app,
    seed: 20_261_121,
  });
  const client: RefreshClientModule.RefreshClient = new local.RefreshClient(stack.baseUrl);
  let days = 0;
  let additions = 0;
  return {
    async grow(events) {
      const missing = events - filler.total;
      const added = Math.max(1, Math.round(missing / EVENTS_PER_DAY));
      await filler.fill(missing, new Date(FIRST_DAY + days * DAY), added);
      days += added;
      additions = 0;
    },
    async add(events) {
      additions += 1;
      await filler.fill(events, new Date(FIRST_DAY + (days - 1) * DAY + additions * 3_600_000), 1);
    },
    total: () => filler.total,
    lakeDirectory: stack.lakeDirectory,
    async refresh() {
      stack.assertUndisturbed();
      return readRefresh(client);
    },
  };
}

function toBulkLines(bulk: BulkFigures): string[] {
  const { events, seconds, stages, rowsWritten, bareReadSeconds, multipleOfBareRead } = bulk;
  const rows = STAGES.flatMap((name: Stage) => {
    const stage = stages.find((one) => one.stage === name);
    return stage === undefined
      ? []
      : [[name, stage.seconds.toFixed(1), grouped(events / stage.seconds), stage.modelSeconds.toFixed(1)]];
  });
  return [
    '',
    `refresh of ${grouped(events)} new events: ${seconds.toFixed(1)} s, ${grouped(events / seconds)} events/s, ${grouped(rowsWritten)} rows`,
    `DuckDB alone reads the same slots in ${bareReadSeconds.toFixed(2)} s; the refresh takes ${multipleOfBareRead.toFixed(1)} × that`,
    ...toTable(['stage', 'seconds', 'events/s', "its models' own seconds"], rows),
    '',
  ];
}

function toIncrementLines({ increments, orchestrationSeconds, nothingNewSeconds }: RefreshFigures): string[] {
  return [
    '',
    `refresh of ${grouped(NEW_EVENTS)} new events on top of old ones`,
    ...toTable(
      ['old events', 'seconds', '× the first', "models' own seconds", '× the models', 'slowest models'],
      increments.map(({ slowestModels, ...one }) => [
        grouped(one.oldEvents),
        toText(one.seconds),
        one.multipleOfFewest.toFixed(2),
        toText(one.modelSeconds),
        toText(one.multipleOfModels),
        slowestModels.slice(0, 2).join(', '),
      ]),
    ),
    '',
    `orchestration outside of the job: ${toText(orchestrationSeconds)} s a refresh; a refresh without new data: ${toText(nothingNewSeconds)} s`,
  ];
}

function toText(spread: Spread | undefined): string {
  return spread === undefined
    ? ''
    : `${spread.median.toFixed(2)} (${spread.low.toFixed(2)}–${spread.high.toFixed(2)})`;
}
