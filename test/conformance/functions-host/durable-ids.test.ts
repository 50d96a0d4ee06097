import {
  DummyOrchestrationContext,
  RetryOptions,
  type OrchestrationContext,
  type Task,
} from 'durable-functions';
import fc from 'fast-check';
import { EVENT_TYPE, type ReceivedEvent } from '../../../local/functions-host/durable/history-event';
import { InstanceState } from '../../../local/functions-host/durable/instance-state';
import { type ScheduledTask } from '../../../local/functions-host/durable/log-record';
import { toOrchestratorAnswer } from '../../../local/functions-host/durable/orchestrator-answer';
import { toOrchestratorPayload } from '../../../local/functions-host/durable/orchestrator-payload';
import { nextBatch, planTurn } from '../../../local/functions-host/durable/plan-turn';
import { runs } from '../../testing/runs';

/** The function that the library registers for an orchestrator; the library has no declarations of it. */
const { createOrchestrator } = jest.requireActual<{
  createOrchestrator: (
    orchestrator: typeof orchestrate,
  ) => (payload: unknown, context: DummyOrchestrationContext) => Promise<unknown>;
}>('durable-functions/lib/src/util/testingUtils');

/** A call, a timer or an event of a generated orchestration. A call fails `failures` times. */
type Leaf =
  | { readonly kind: 'activity' | 'orchestration'; readonly failures: number; readonly attempts: number }
  | { readonly kind: 'timer'; readonly days: number }
  | { readonly kind: 'event' };
interface Step {
  readonly isRace: boolean;
  readonly tasks: readonly (Leaf | readonly Leaf[])[];
}
type Program = readonly Step[];

const ATTEMPTS = 3;
const DAY = 24 * 60 * 60_000;
const START = '2026-03-01T10:00:00.000Z';

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('activity' as const, 'orchestration' as const),
    failures: fc.nat(ATTEMPTS),
    attempts: fc.constantFrom(1, ATTEMPTS),
  }),
  fc.record({ kind: fc.constant('timer' as const), days: fc.constantFrom(0, 1, 7, 10) }),
  fc.record({ kind: fc.constant('event' as const) }),
);
const step: fc.Arbitrary<Step> = fc.record({
  isRace: fc.boolean(),
  tasks: fc.array(fc.oneof({ weight: 4, arbitrary: leaf }, fc.array(leaf, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  }),
});

/** Every task returns its own label, so that a result of another task is detected. */
function* orchestrate(context: OrchestrationContext): Generator<Task, unknown, unknown> {
  const { df } = context;
  const toTask = (one: Leaf | readonly Leaf[], label: string): Task => {
    if (isGroup(one)) return df.Task.all(one.map((inner, index) => toTask(inner, `${label}.${index}`)));
    switch (one.kind) {
      case 'timer':
        return df.createTimer(new Date(df.currentUtcDateTime.getTime() + one.days * DAY));
      case 'event':
        return df.waitForExternalEvent(label);
      case 'activity':
        return one.attempts === 1
          ? df.callActivity('act', { label })
          : df.callActivityWithRetry('act', new RetryOptions(1000, one.attempts), { label });
      case 'orchestration':
        return one.attempts === 1
          ? df.callSubOrchestrator('sub', { label })
          : df.callSubOrchestratorWithRetry('sub', new RetryOptions(1000, one.attempts), { label });
    }
  };
  const results: unknown[] = [];
  for (const [index, { isRace, tasks }] of df.getInput<Program>().entries()) {
    const all = tasks.map((one, position) => toTask(one, `${index}.${position}`));
    try {
      if (!isRace) results.push(yield df.Task.all(all));
      else {
        const winner = (yield df.Task.any(all)) as Task & { isFaulted: boolean };
        results.push({ winner: all.indexOf(winner), result: winner.isFaulted ? 'failed' : winner.result });
      }
    } catch (error) {
      results.push({ threw: String(error) });
    }
  }
  return results;
}

describe('the ids of tasks', () => {
  test.each([2, 3])(
    'are the same for host and library in schema %i, for any order and grouping of events',
    async (schema) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 4 }),
          fc.array(fc.nat(), { minLength: 20, maxLength: 60 }),
          async (program, choices) => {
            const state = await simulate(program, choices, schema);
            expect(state.end?.status).toBe('Completed');
            const results = JSON.parse(state.end?.output ?? '') as unknown[];
            for (const [index, one] of program.entries()) check(one, String(index), results[index]);
          },
        ),
        { numRuns: runs(40, 150) },
      );
    },
  );
});

function check({ isRace, tasks }: Step, label: string, result: unknown): void {
  const expected = tasks.map((one, index) => resultOf(one, `${label}.${index}`));
  if (isRace) {
    const { winner, result: won } = result as { winner: number; result: unknown };
    expect(won ?? null).toEqual(expected[winner]);
  } else if (expected.includes('failed')) {
    expect(result).toEqual({ threw: expect.stringMatching(`Error: ${label}\\.[0-9.]+ failed`) as unknown });
  } else expect(result).toEqual(expected);
}

/** A timer has no result; a long one has one result for each part, which this test ignores. */
function resultOf(one: Leaf | readonly Leaf[], label: string): unknown {
  if (isGroup(one)) {
    const results = one.map((inner, index) => resultOf(inner, `${label}.${index}`));
    return results.includes('failed') ? 'failed' : results;
  }
  if (one.kind === 'timer') return one.days > 6 ? expect.any(Array) : null;
  if (one.kind === 'event') return label;
  return one.failures < one.attempts ? label : 'failed';
}

function isGroup(one: Leaf | readonly Leaf[]): one is readonly Leaf[] {
  return Array.isArray(one);
}

/** Runs a program with the real library. `choices` select each next step: an event, or a turn. */
async function simulate(
  program: Program,
  choices: readonly number[],
  schema: number,
): Promise<InstanceState> {
  const run = createOrchestrator(orchestrate);
  const leaves = new Map<string, Leaf>();
  const collect = (one: Leaf | readonly Leaf[], label: string): void => {
    if (!isGroup(one)) leaves.set(label, one);
    else for (const [index, inner] of one.entries()) collect(inner, `${label}.${index}`);
  };
  for (const [index, { tasks }] of program.entries()) {
    for (const [position, one] of tasks.entries()) collect(one, `${index}.${position}`);
  }
  const unraised = [...leaves].filter(([, { kind }]) => kind === 'event').map(([label]) => label);

  const state = new InstanceState({
    record: 'start',
    instanceId: 'simulated',
    executionId: 'e',
    name: 'orchestrate',
    version: null,
    input: JSON.stringify(program),
    createdAt: START,
    startedAt: START,
    carried: [],
    isSuspended: false,
  });
  let now = START;
  let chosen = 0;
  const choose = (count: number): number => (choices[chosen++ % choices.length] ?? 0) % count;
  const receive = (event: ReceivedEvent): void => {
    state.apply({ record: 'received', event });
  };
  const complete = (task: ScheduledTask): void => {
    const base = { EventId: -1, Timestamp: now };
    if (task.kind === 'timer') {
      if (task.fireAt > now) now = task.fireAt;
      receive({ ...base, EventType: EVENT_TYPE.timerFired, TimerId: task.id, FireAt: task.fireAt });
      return;
    }
    const { label } = task.input as { label: string };
    const { failures } = leaves.get(label) as { failures: number };
    const isActivity = task.kind === 'activity';
    const TaskScheduledId = task.id;
    if ((task.retry?.attempt ?? 1) > failures) {
      const EventType = isActivity ? EVENT_TYPE.taskCompleted : EVENT_TYPE.subOrchestrationCompleted;
      receive({ ...base, EventType, TaskScheduledId, Result: JSON.stringify(label) });
    } else {
      const EventType = isActivity ? EVENT_TYPE.taskFailed : EVENT_TYPE.subOrchestrationFailed;
      receive({ ...base, EventType, TaskScheduledId, Reason: `${label} failed`, Details: '' });
    }
  };
  const turn = async (): Promise<void> => {
    const batch = nextBatch(state, now);
    const payload = toOrchestratorPayload(
      {
        start: state.start,
        isReplaying: state.turns > 0,
        played: state.history,
        fresh: [...state.opening(now), ...batch.events],
      },
      schema,
    );
    const result = await run(JSON.parse(JSON.stringify(payload)), new DummyOrchestrationContext());
    const message = {
      type: 'succeeded',
      invocationId: '',
      outputData: [],
      returned: true,
      returnValue: { json: JSON.stringify(result) },
    } as const;
    const answer = toOrchestratorAnswer({ outcome: 'succeeded', message, segments: [] }, schema);
    state.apply(planTurn({ state, batch, answer, at: now }).turn);
  };

  await turn();
  while (state.end === undefined) {
    const waiting = new Set(
      state.inbox.map((event) =>
        'TimerId' in event ? event.TimerId : 'TaskScheduledId' in event ? event.TaskScheduledId : -1,
      ),
    );
    const open = [...state.open.values()].filter(({ id }) => !waiting.has(id));
    const possible = open.length + unraised.length;
    if (possible === 0 && state.inbox.length === 0)
      throw new Error('no step is left, but the orchestration has not ended');
    // In half of the cases a turn runs as soon as there are events.
    if (state.inbox.length > 0 && (possible === 0 || choose(2) === 0)) await turn();
    else {
      const pick = choose(possible);
      const task = open[pick];
      if (task !== undefined) complete(task);
      else {
        const [Name = ''] = unraised.splice(pick - open.length, 1);
        receive({
          EventType: EVENT_TYPE.eventRaised,
          EventId: -1,
          Timestamp: now,
          Name,
          Input: JSON.stringify(Name),
        });
      }
    }
  }
  return state;
}
