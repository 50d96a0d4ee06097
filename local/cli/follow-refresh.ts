import { setTimeout as pause } from 'node:timers/promises';
import { type Refresh } from '../../monitor/data/api';
import { grouped } from './live-table';
import { type RefreshClient } from './refresh-client';
import { type Screen } from './screen';

const LOOK_MILLISECONDS = 500;
const GOING_ON: ReadonlySet<Refresh['state']> = new Set(['running', 'cancelling']);
const SIGNS: Readonly<Record<string, string>> = { succeeded: '✓', failed: '✗', cancelled: '–', running: '…' };

export interface FollowOptions {
  readonly client: RefreshClient;
  readonly id: string;
  readonly screen: Screen;
  readonly signal?: AbortSignal;
}

/**
 * Shows a refresh until it ends. On a terminal it redraws the steps in place; elsewhere it prints each step
 * once, when the step has ended.
 *
 * @returns the refresh as it ended, or `undefined` if the signal aborted first
 */
export async function followRefresh({
  client,
  id,
  screen,
  signal,
}: FollowOptions): Promise<Refresh | undefined> {
  const told = new Set<string>();
  for (;;) {
    if (signal?.aborted === true) return undefined;
    const refresh = await client.read(id);
    if (screen.isTerminal) screen.draw(toProgressLines(refresh));
    else {
      for (const line of toProgressLines(refresh)) {
        if (line.includes(SIGNS['running'] ?? '') || told.has(line)) continue;
        told.add(line);
        screen.print(line);
      }
    }
    if (!GOING_ON.has(refresh.state)) {
      screen.settle();
      return refresh;
    }
    await pause(LOOK_MILLISECONDS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** Returns one line a step, and below the step one line for each of its pipelines and tasks. */
export function toProgressLines(refresh: Refresh): string[] {
  const { steps, runs: all } = refresh;
  return steps.flatMap(({ step, state, startedAt, endedAt }) => {
    const line = `  ${SIGNS[state] ?? '?'} ${step.padEnd(12)}${toDuration(startedAt, endedAt)}`;
    const runs = all.filter(({ kind }) => (kind === 'pipeline' ? 'pipelines' : 'job') === step);
    const tasks = runs.flatMap((run) =>
      run.kind === 'pipeline'
        ? [toRunLine(run.name, run.state, run.message)]
        : run.tasks.map((task) => toRunLine(task.name, toState(task.state), null)),
    );
    return [line, ...tasks];
  });
}

/** Returns a summary of a refresh that ended. */
export function toEndLines(refresh: Refresh): string[] {
  const { state, durationSeconds, newEvents, models, quality, modelChanges, reason } = refresh;
  const took = durationSeconds === null ? '' : ` in ${durationSeconds.toFixed(1)} s`;
  if (state === 'nothing-new') return [`Nothing new since the last refresh${took}.`];
  const rows = models.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
  const committed = models.filter(({ outcome }) => outcome === 'committed').length;
  const first =
    state === 'succeeded'
      ? `Refreshed${took}: ${grouped(newEvents ?? 0)} new events, ${grouped(rows)} rows into ${committed} tables.`
      : `The refresh ended ${state}${took}${reason === null ? '.' : `: ${reason}`}`;
  const rebuilt = models.filter((one) => one.rebuilt === true).map(({ model }) => model);
  return [
    first,
    ...(rebuilt.length === 0 ? [] : [`  rebuilt: ${rebuilt.join(', ')}`]),
    ...(quality?.warnings ?? []).map((warning) => `  warning: ${warning}`),
    ...modelChanges.map(({ detail }) => `  changed: ${detail}`),
  ];
}

function toRunLine(name: string, state: string, message: string | null): string {
  const sign = SIGNS[state] ?? SIGNS['running'] ?? '';
  return `      ${sign} ${name}${message === null || state === 'succeeded' ? '' : `: ${message}`}`;
}

/** Maps a task state of Databricks or Data Factory to a state of a step. */
function toState(state: string): string {
  if (/^succe/i.test(state)) return 'succeeded';
  if (/cancel/i.test(state)) return 'cancelled';
  return /fail|error|timedout/i.test(state) ? 'failed' : 'running';
}

function toDuration(startedAt: string | null, endedAt: string | null): string {
  if (startedAt === null || endedAt === null) return '';
  return `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
}
