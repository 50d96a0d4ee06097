import { type OrchestrationHandler } from 'durable-functions';
import {
  ACTION,
  type Action,
  EVENT,
  type HistoryEvent,
  type Instance,
  takeTurn,
  type TurnAnswer,
} from './durable-turn';

type Activity = (input: unknown) => unknown;

export interface DurableRunnerOptions {
  readonly orchestrations: ReadonlyMap<string, OrchestrationHandler>;
  readonly activities: ReadonlyMap<string, Activity>;
  /** Milliseconds since 1970; the runner moves it. */
  readonly clock: { now: number };
  /** Called before the clock is moved on, where services of the real world need a moment. @default no moment */
  readonly pause?: () => Promise<void>;
  /** Whether the worker dies within this turn, the first being 1: the extension then fails the instance. @default never */
  readonly diesIn?: (orchestration: string, turn: number) => boolean;
  /** How much later than asked a timer fires, in milliseconds; below 0: earlier. @default 0 */
  readonly timerDelay?: () => number;
}

/** What the extension says of an instance whose worker died within a turn. */
export const DEAD_TURN =
  'Non-Deterministic workflow detected: A previous execution of this orchestration scheduled an activity task with sequence ID 0';

/** The history of one instance, or of one part of it between two `continueAsNew`, and what was answered at each turn. */
export interface RecordedHistory extends Instance {
  readonly orchestration: string;
  readonly history: readonly HistoryEvent[];
  /** Events that were there at each turn, and how many actions had been answered. */
  readonly turns: readonly { readonly events: number; readonly actions: number }[];
  readonly actions: readonly Action[];
  readonly output?: unknown;
}

/** What the extension adds to the reason: the exception with its stacks, as .NET serialises it. */
const DETAILS = JSON.stringify({
  $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
  Message: 'Result: Failure',
  StackTraceString:
    '   at Microsoft.Azure.WebJobs.Host.Executors.FunctionExecutor in /_/src/FunctionExecutor.cs:line 277',
});

/** And to the message, as the Functions host words it. */
const STACK = `    at Object.<anonymous> (/home/site/wwwroot/dist/src/functions/refreshOrchestrations.js:20:11)`;

interface Live {
  readonly name: string;
  readonly instance: Instance;
  history: HistoryEvent[];
  turns: { events: number; actions: number }[];
  /** Leaf actions that were carried out. */
  done: number;
  nextId: number;
  isOver: boolean;
  readonly onEnd: (answer: TurnAnswer) => void;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => Promise<void>;
}

/**
 * A durable host in memory, with a clock of its own: it drives the library's executor with one new event a turn, as the
 * platform does, performs activities with their retries, timers and sub-orchestrations, and keeps every history.
 */
export class DurableRunner {
  readonly #options: DurableRunnerOptions;
  readonly #queue: Due[] = [];
  #order = 0;
  /** In the order in which they ended. */
  readonly recorded: RecordedHistory[] = [];

  constructor(options: DurableRunnerOptions) {
    this.#options = options;
  }

  /** Runs an instance to its end. @throws Error with the orchestration's message where it failed */
  async run(name: string, instance: Instance): Promise<unknown> {
    let end: TurnAnswer | undefined;
    this.#start(name, instance, (answer) => (end = answer));
    while (end === undefined) {
      const due = this.#queue.sort((a, b) => a.at - b.at || a.order - b.order).shift();
      if (due === undefined) throw new Error(`${name} waits for something that never comes`);
      if (due.at > this.#options.clock.now) await this.#options.pause?.();
      this.#options.clock.now = Math.max(this.#options.clock.now, due.at);
      await due.run();
    }
    if (end.error !== undefined) throw new Error(end.error);
    return end.output;
  }

  #start(name: string, instance: Instance, onEnd: (answer: TurnAnswer) => void): void {
    const live: Live = { name, instance, history: [], turns: [], done: 0, nextId: 0, isOver: false, onEnd };
    this.#later(0, () =>
      this.#turn(live, {
        EventType: EVENT.executionStarted,
        Name: name,
        Input: JSON.stringify(instance.input),
      }),
    );
  }

  async #turn(
    live: Live,
    event: { readonly EventType: number; readonly [member: string]: unknown },
  ): Promise<void> {
    // What was scheduled before its worker died has nobody to come back to.
    if (live.isOver) return;
    const Timestamp = new Date(this.#options.clock.now).toISOString();
    const add = (one: { EventType: number; [member: string]: unknown }): void => {
      live.history.push({ EventId: -1, IsPlayed: false, Timestamp, ...one });
    };
    add({ EventType: EVENT.orchestratorStarted });
    add(event);
    if (this.#options.diesIn?.(live.name, live.turns.length + 1) === true) {
      live.isOver = true;
      live.onEnd({
        isDone: true,
        actions: [],
        error: `Orchestrator function '${live.name}' failed: ${DEAD_TURN}`,
      });
      return;
    }
    const answer = await takeTurn(this.#handler(live.name), live.instance, live.history);
    const leaves = answer.actions.flatMap(leavesOf);
    live.turns.push({ events: live.history.length, actions: leaves.length });
    const last = leaves.at(-1);
    const continues = last?.actionType === ACTION.continueAsNew;
    for (const action of leaves.slice(live.done))
      if (action.actionType !== ACTION.continueAsNew) this.#perform(live, action, add);
    live.done = leaves.length;
    add({ EventType: EVENT.orchestratorCompleted });
    if (!answer.isDone) return;
    const { name: orchestration, instance, history, turns } = live;
    this.recorded.push({
      orchestration,
      ...instance,
      history,
      turns,
      actions: answer.actions,
      ...(answer.output !== undefined && { output: answer.output }),
    });
    if (continues) this.#start(orchestration, { ...instance, input: last.input }, live.onEnd);
    else live.onEnd(answer);
  }

  #perform(
    live: Live,
    action: Action,
    add: (event: { EventType: number; [member: string]: unknown }) => void,
  ): void {
    const id = live.nextId++;
    const name = action.functionName ?? '';
    switch (action.actionType) {
      case ACTION.callActivity:
      case ACTION.callActivityWithRetry:
        add({ EventType: EVENT.taskScheduled, EventId: id, Name: name });
        this.#later(0, () => this.#attempt(live, action, id, 1));
        return;
      case ACTION.createTimer: {
        const at = Date.parse(action.fireAt ?? '');
        add({ EventType: EVENT.timerCreated, EventId: id, FireAt: action.fireAt });
        this.#later(at - this.#options.clock.now + (this.#options.timerDelay?.() ?? 0), () =>
          this.#turn(live, { EventType: EVENT.timerFired, TimerId: id, FireAt: action.fireAt }),
        );
        return;
      }
      case ACTION.callSubOrchestrator:
      case ACTION.callSubOrchestratorWithRetry: {
        const instanceId = action.instanceId ?? `${live.instance.instanceId}:${id}`;
        add({ EventType: EVENT.subOrchestrationCreated, EventId: id, Name: name, InstanceId: instanceId });
        this.#startChild(live, { ...action, instanceId }, id, 1);
        return;
      }
      default:
        throw new Error(`this runner does not know action ${action.actionType}`);
    }
  }

  /** One try of a sub-orchestration, each under the same id and with the input of the first. */
  #startChild(live: Live, action: Action, id: number, attempt: number): void {
    const { functionName = '', instanceId = '', input } = action;
    const child = { instanceId, parentInstanceId: live.instance.instanceId, input };
    this.#start(functionName, child, ({ output, error }) => {
      if (error === undefined) {
        const Result = JSON.stringify(output ?? null);
        const event = { EventType: EVENT.subOrchestrationCompleted, Result };
        this.#later(0, () => this.#turn(live, { ...event, TaskScheduledId: id }));
        return;
      }
      this.#later(0, async () => {
        this.#retry(live, action, attempt, (next) => {
          this.#startChild(live, action, next, attempt + 1);
        });
        const event = { EventType: EVENT.subOrchestrationFailed, Reason: error, Details: DETAILS };
        await this.#turn(live, { ...event, TaskScheduledId: id });
      });
    });
  }

  /** One try of an activity. */
  async #attempt(live: Live, action: Action, id: number, attempt: number): Promise<void> {
    const activity = this.#options.activities.get(action.functionName ?? '');
    if (activity === undefined) throw new Error(`there is no activity '${action.functionName ?? ''}'`);
    const base = { TaskScheduledId: id };
    let event: { readonly EventType: number; readonly [member: string]: unknown };
    try {
      const result = await activity(action.input);
      event = { EventType: EVENT.taskCompleted, ...base, Result: JSON.stringify(result ?? null) };
    } catch (error) {
      const { message } = error as Error;
      const Reason = `Activity function '${action.functionName ?? ''}' failed: Result: Failure\nException: ${message}\nStack: ${STACK}`;
      event = { EventType: EVENT.taskFailed, ...base, Reason, Details: DETAILS };
      this.#retry(live, action, attempt, (next) => {
        this.#later(0, () => this.#attempt(live, action, next, attempt + 1));
      });
    }
    await this.#turn(live, event);
  }

  /** The library counts an id for each retry timer, also after the last try, and for each further try. */
  #retry(live: Live, action: Action, attempt: number, again: (id: number) => void): void {
    const retry = action.retryOptions;
    if (retry === undefined) return;
    const timer = live.nextId++;
    const wait = Math.min(
      retry.maxRetryIntervalInMilliseconds ?? Infinity,
      retry.firstRetryIntervalInMilliseconds * (retry.backoffCoefficient ?? 1) ** (attempt - 1),
    );
    this.#later(wait, async () => {
      const next = attempt < retry.maxNumberOfAttempts ? live.nextId++ : undefined;
      await this.#turn(live, { EventType: EVENT.timerFired, TimerId: timer });
      if (next !== undefined) again(next);
    });
  }

  #handler(name: string): OrchestrationHandler {
    const handler = this.#options.orchestrations.get(name);
    if (handler === undefined) throw new Error(`there is no orchestration '${name}'`);
    return handler;
  }

  #later(milliseconds: number, run: () => Promise<void>): void {
    this.#queue.push({ at: this.#options.clock.now + Math.max(0, milliseconds), order: this.#order++, run });
  }
}

function leavesOf(action: Action): readonly Action[] {
  return action.compoundActions?.flatMap(leavesOf) ?? [action];
}
