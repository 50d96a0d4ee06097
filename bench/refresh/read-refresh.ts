import { setTimeout as pause } from 'node:timers/promises';
import type * as RefreshClientModule from '../../local/cli/refresh-client';
import { type ModelResult } from '../../monitor/data/api';

/** Groups of tasks that are counted together. */
export const STAGES = ['silver', 'gold dimensions', 'gold facts', 'gold marts', 'gold views'] as const;
export type Stage = (typeof STAGES)[number];

export interface StageSeconds {
  readonly stage: Stage;
  /** From the start of its first task to the end of its last. */
  readonly seconds: number;
  /** The models' own time, summed. */
  readonly modelSeconds: number;
}

export interface RefreshTimes {
  readonly seconds: number;
  /** From the start of the job's first task to the end of its last; 0 without a job. */
  readonly jobSeconds: number;
  readonly modelSeconds: number;
  readonly stages: readonly StageSeconds[];
  readonly rowsWritten: number;
  /** `gold.fact_order 812 ms`, slowest first. */
  readonly slowestModels: readonly string[];
}

const LOOK_MILLISECONDS = 50;

/** Starts a refresh and waits for its end. @throws Error if it fails */
export async function readRefresh(client: RefreshClientModule.RefreshClient): Promise<RefreshTimes> {
  const start = performance.now();
  const { id } = await client.start({ pipelines: 'none' });
  let refresh = await client.read(id);
  while (refresh.state === 'running') {
    await pause(LOOK_MILLISECONDS);
    refresh = await client.read(id);
  }
  const seconds = (performance.now() - start) / 1000;
  const { state, reason, runs, models } = refresh;
  if (state !== 'succeeded' && state !== 'nothing-new')
    throw new Error(`the refresh ended ${state}: ${reason ?? ''}`);
  const tasks = runs.flatMap((run) => run.tasks);
  return {
    seconds,
    jobSeconds: span(tasks),
    modelSeconds: sum(models),
    rowsWritten: models.reduce((rows, { rowsWritten }) => rows + rowsWritten, 0),
    stages: STAGES.map((stage) => ({
      stage,
      seconds: span(tasks.filter(({ name }) => stageOfTask(name) === stage)),
      modelSeconds: sum(models.filter((model) => stageOfModel(model) === stage)),
    })).filter(({ seconds: took }) => took > 0),
    slowestModels: [...models]
      .sort((left, right) => right.durationMilliseconds - left.durationMilliseconds)
      .slice(0, 4)
      .map(({ model, durationMilliseconds }) => `${model} ${durationMilliseconds} ms`),
  };
}

interface Task {
  readonly startedAt?: string;
  readonly endedAt?: string;
}

function span(tasks: readonly Task[]): number {
  const starts = tasks.flatMap(({ startedAt }) => (startedAt === undefined ? [] : Date.parse(startedAt)));
  const ends = tasks.flatMap(({ endedAt }) => (endedAt === undefined ? [] : Date.parse(endedAt)));
  return starts.length === 0 || ends.length === 0 ? 0 : (Math.max(...ends) - Math.min(...starts)) / 1000;
}

function sum(models: readonly ModelResult[]): number {
  return models.reduce((total, { durationMilliseconds }) => total + durationMilliseconds, 0) / 1000;
}

function stageOfTask(name: string): Stage | undefined {
  if (name.startsWith('silver')) return 'silver';
  if (name.startsWith('gold_mart')) return 'gold marts';
  return STAGES.find((stage) => stage.replace(' ', '_') === name);
}

function stageOfModel({ model }: ModelResult): Stage | undefined {
  if (model.startsWith('silver.')) return 'silver';
  if (/^gold\.(dim_(?!customer_current)|place_sighting)/.test(model)) return 'gold dimensions';
  if (model.startsWith('gold.fact_')) return 'gold facts';
  return /^gold\.(dim_customer_current|order_as_placed)$/.test(model) ? 'gold views' : 'gold marts';
}
