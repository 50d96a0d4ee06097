import { type Refresh } from '../data/api';

/** One bar of a refresh's timeline. Times are milliseconds since the epoch. */
export interface Bar {
  readonly name: string;
  /** 0: a step of the refresh; 1: a run or task of the step. */
  readonly level: 0 | 1;
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'waiting';
  readonly from: number | null;
  readonly to: number | null;
  readonly message: string | null;
  readonly url: string | null;
}

const STEP_NAMES: Readonly<Record<string, string>> = {
  pipelines: 'Pipelines',
  plan: 'Plan',
  job: 'Job',
  quality: 'Quality check',
};

/** Steps in order, each with its runs of pipelines, or with the tasks of the newest job run. */
export function toBars(refresh: Pick<Refresh, 'steps' | 'runs'>): readonly Bar[] {
  return refresh.steps.flatMap(({ step, state, startedAt, endedAt }) => {
    const bar: Bar = {
      name: STEP_NAMES[step] ?? step,
      level: 0,
      state: toBarState(state),
      from: toTime(startedAt),
      to: toTime(endedAt),
      message: null,
      url: null,
    };
    return [bar, ...below(step, refresh.runs)];
  });
}

function below(step: string, runs: Refresh['runs']): readonly Bar[] {
  if (step === 'pipelines') {
    return runs
      .filter(({ kind }) => kind === 'pipeline')
      .map(({ name, generation, state, startedAt, endedAt, message, url }) => ({
        name: generation > 1 ? `${name}, attempt ${generation}` : name,
        level: 1 as const,
        state: toBarState(state),
        from: toTime(startedAt),
        to: toTime(endedAt),
        message,
        url,
      }));
  }
  if (step !== 'job') return [];
  return runs
    .filter(({ kind }) => kind === 'job')
    .flatMap(({ generation, tasks, url }) =>
      tasks.map(({ name, state, startedAt, endedAt, message }) => ({
        name: generation > 1 ? `${name}, attempt ${generation}` : name,
        level: 1 as const,
        state: toBarState(state),
        from: toTime(startedAt),
        to: toTime(endedAt),
        message: message ?? null,
        url,
      })),
    );
}

/** Maps a state of Databricks, of Data Factory or of the API to a state of a bar. */
export function toBarState(state: string): Bar['state'] {
  if (/cancel/i.test(state)) return 'cancelled';
  if (/fail|error|timedout|excluded/i.test(state)) return 'failed';
  // A task of Databricks has both words: `TERMINATED SUCCESS`.
  if (/succe/i.test(state)) return 'succeeded';
  return /block|pending|queued|intended|skip/i.test(state) ? 'waiting' : 'running';
}

function toTime(time: string | null | undefined): number | null {
  const value = time === null || time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(value) ? null : value;
}

/** The time range of a refresh and all its bars. A running one ends now. */
export function toExtent(
  bars: readonly Bar[],
  startedAt: string,
  nowMilliseconds: number,
): readonly [number, number] {
  const start = Date.parse(startedAt);
  const ends = bars.flatMap(({ from, to, state }) => [
    from,
    to,
    state === 'running' && from !== null ? nowMilliseconds : null,
  ]);
  const known = ends.flatMap((end) => (end === null ? [] : [end]));
  return [Math.min(start, ...known), Math.max(start + 1000, ...known)];
}
