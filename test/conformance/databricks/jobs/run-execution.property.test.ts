import fc from 'fast-check';
import { RUN_IF, type RunIf } from '../../../../local/databricks/bundle/job-definition';
import { Places } from '../../../../local/databricks/jobs/places';
import { decideRun } from '../../../../local/databricks/jobs/run-if';
import { RunExecution } from '../../../../local/databricks/jobs/run-execution';
import {
  type AttemptRecord,
  lastAttempt,
  type RunRecord,
  type TaskRecord,
} from '../../../../local/databricks/jobs/run-record';
import { type TaskProcessEnd } from '../../../../local/databricks/jobs/task-process';
import { runs } from '../../../testing/runs';
import { ManualJobsClock } from './manual-jobs-clock';

interface Plan {
  /** Indexes of earlier tasks. */
  readonly dependsOn: readonly number[];
  readonly runIf: RunIf;
  /** Number of failed attempts. */
  readonly failures: number;
  readonly maxRetries: number;
}

const plans = fc
  .array(
    fc.record({
      dependsOn: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
      runIf: fc.constantFrom<RunIf>(...RUN_IF),
      failures: fc.nat(2),
      maxRetries: fc.nat(2),
    }),
    { minLength: 1, maxLength: 8 },
  )
  // Only earlier tasks, so that there is no circle.
  .map((tasks) =>
    tasks.map((task, index): Plan => ({
      ...task,
      dependsOn: [...new Set(task.dependsOn.map((place) => place % (index + 1)))].filter(
        (place) => place < index,
      ),
    })),
  );

function toRecord(tasks: readonly Plan[]): RunRecord {
  let runId = 1;
  const attempt = (): AttemptRecord => ({
    runId: (runId += 1),
    attemptNumber: 0,
    phase: 'BLOCKED',
    startTime: 0,
    endTime: 0,
  });
  return {
    version: 1,
    runId: 1,
    sequence: 1,
    jobId: 1,
    runName: 'job',
    jobClusters: [],
    parameters: [],
    timeoutSeconds: 0,
    phase: 'QUEUED',
    startTime: 0,
    executionStartTime: 0,
    endTime: 0,
    neverEnds: false,
    tasks: tasks.map(({ dependsOn, runIf, maxRetries }, index): TaskRecord => ({
      definition: {
        taskKey: String(index),
        dependsOn: dependsOn.map(String),
        runIf,
        maxRetries,
        minRetryIntervalMilliseconds: 0,
        retryOnTimeout: false,
        timeoutSeconds: 0,
        disabled: false,
        pythonFile: '',
        parameters: [],
        environment: {},
        settings: {},
      },
      attempts: [attempt()],
    })),
  };
}

/** A run whose programs end when the test decides. */
class Bench {
  readonly run: RunRecord;
  readonly execution: RunExecution;
  readonly clock = new ManualJobsClock();
  readonly running = new Map<AttemptRecord, (end: TaskProcessEnd) => void>();
  readonly #places: number;
  ends = 0;

  constructor(
    readonly tasks: readonly Plan[],
    places: number,
  ) {
    this.#places = places;
    this.run = toRecord(tasks);
    let runId = 1000;
    this.execution = new RunExecution({
      run: this.run,
      save: () => undefined,
      places: new Places(places),
      clock: this.clock,
      newRunId: () => (runId += 1),
      onEnd: () => (this.ends += 1),
      invoke: ({ definition }) => ({ ...definition, parameters: [] }),
      start: ({ taskKey }, attempt) => {
        this.#checkStart(taskKey);
        const ended = new Promise<TaskProcessEnd>((resolve) => this.running.set(attempt, resolve));
        return {
          ended,
          kill: () => {
            this.end(attempt, { kind: 'failed', message: 'killed', trace: '' });
          },
        };
      },
    });
  }

  #checkStart(taskKey: string): void {
    expect(this.running.size).toBeLessThan(this.#places);
    for (const place of this.tasks[Number(taskKey)]?.dependsOn ?? [])
      expect(this.resultOf(place)).toBeDefined();
  }

  resultOf(place: number): string | undefined {
    const task = this.run.tasks[place];
    return task === undefined ? undefined : lastAttempt(task).ending?.resultState;
  }

  end(attempt: AttemptRecord, end: TaskProcessEnd): void {
    const resolve = this.running.get(attempt);
    this.running.delete(attempt);
    resolve?.(end);
  }

  /** Ends one of the running programs as planned. */
  endOne(choice: number): void {
    const attempts = [...this.running.keys()];
    const attempt = attempts[choice % attempts.length];
    if (attempt === undefined) return;
    const place = this.run.tasks.findIndex((task) => task.attempts.includes(attempt));
    const fails = attempt.attemptNumber < (this.tasks[place]?.failures ?? 0);
    this.end(attempt, fails ? { kind: 'failed', message: '', trace: '' } : { kind: 'succeeded' });
  }

  /** Runs everything that does not wait for a program. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.clock.advance(0);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The expected result of each task, computed from the rules only. */
function expected(tasks: readonly Plan[]): readonly string[] {
  const results: string[] = [];
  for (const { dependsOn, runIf, failures, maxRetries } of tasks) {
    const decision = decideRun(runIf, dependsOn.map((place) => results[place] as Parameters<typeof decideRun>[1][number])); // prettier-ignore
    if (decision.kind === 'skip') results.push(decision.resultState);
    else results.push(failures > maxRetries ? 'FAILED' : 'SUCCESS');
  }
  return results;
}

describe('a run with any dependencies and results of its tasks', () => {
  test('ends every task by the rules, for any order in which programs end', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(10)),
        async (tasks, places, choices) => {
          const bench = new Bench(tasks, places);
          bench.execution.start();
          await bench.settle();
          for (let step = 0; bench.run.ending === undefined; step += 1) {
            bench.endOne(choices[step % Math.max(1, choices.length)] ?? 0);
            await bench.settle();
          }
          expect(tasks.map((_plan, place) => bench.resultOf(place))).toEqual(expected(tasks));
          expect(bench.ends).toBe(1);
          for (const [place, { attempts }] of bench.run.tasks.entries())
            expect(attempts.length).toBeLessThanOrEqual(1 + (tasks[place]?.maxRetries ?? 0));
        },
      ),
      { numRuns: runs(50, 150) },
    );
  });

  test('ends when it is cancelled at any time, and leaves no program', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 3 }), fc.nat(10), async (tasks, places, steps) => {
        const bench = new Bench(tasks, places);
        bench.execution.start();
        await bench.settle();
        for (let step = 0; step < steps && bench.run.ending === undefined; step += 1) {
          bench.endOne(step);
          await bench.settle();
        }
        const before = bench.run.ending?.resultState;
        if (before === undefined) bench.execution.cancel();
        await bench.settle();
        expect(bench.run.ending?.resultState).toBe(before ?? 'CANCELED');
        expect(bench.running.size).toBe(0);
        expect(bench.ends).toBe(1);
        expect(bench.clock.pending).toBe(0);
        for (const { attempts } of bench.run.tasks)
          for (const { ending, endTime } of attempts) {
            expect(ending).toBeDefined();
            expect(endTime).toBeGreaterThan(0);
          }
      }),
      { numRuns: runs(50, 150) },
    );
  });
});
