import { StandInError } from '../../shared/stand-in-error';
import { type FunctionDefinition } from '../app/function-definition';
import { type HostJson } from '../app/host-json';
import { resolveSettings, type Settings } from '../app/settings';
import { ScheduleMonitor } from '../timer/schedule-monitor';
import { TimerListener } from '../timer/timer-listener';
import { parseTimerSchedule } from '../timer/timer-schedule';
import { type HostClock } from './host-clock';
import { type HostLog } from './host-log';
import { type WorkerSupervisor } from './worker-supervisor';

/** What fires a function, other than an HTTP request. */
export interface TriggerListener {
  /** @throws StandInError when it cannot listen */
  start(): Promise<void>;
  /** Fires no more, and waits a bounded time for what is running. */
  stop(): Promise<void>;
}

export interface ListenerContext {
  readonly functions: readonly FunctionDefinition[];
  readonly settings: Settings;
  readonly hostJson: HostJson;
  readonly dataDirectory: string;
  readonly supervisor: WorkerSupervisor;
  readonly clock: HostClock;
  readonly log: HostLog;
}

export interface Listeners extends TriggerListener {
  /** @returns false when the function is no enabled timer */
  runByHand(functionName: string): boolean;
}

/** Makes the listeners of all enabled functions. A new kind of trigger has its place here. */
export function createListeners(context: ListenerContext): Listeners {
  const enabled = context.functions.filter(({ disabled }) => !disabled);
  const timers = new Map<string, TimerListener>();
  const others: TriggerListener[] = [];
  for (const definition of enabled) {
    switch (definition.triggerType) {
      case 'timertrigger':
        timers.set(definition.name, createTimer(definition, context));
        break;
      case 'httptrigger':
        break; // Fired by the router.
      default:
        throw new StandInError(
          'unsupported',
          `function "${definition.name}": nothing listens for ${definition.trigger.type}`,
        );
    }
  }
  const all = [...timers.values(), ...others];
  return {
    async start() {
      await Promise.all(all.map((listener) => listener.start()));
    },
    async stop() {
      await Promise.all(all.map((listener) => listener.stop()));
    },
    runByHand(functionName) {
      const timer = timers.get(functionName);
      timer?.runByHand();
      return timer !== undefined;
    },
  };
}

function createTimer(definition: FunctionDefinition, context: ListenerContext): TimerListener {
  const { settings, dataDirectory, supervisor, clock, log } = context;
  const where = `function "${definition.name}", schedule`;
  const expression = resolveSettings(String(definition.trigger['schedule']), settings, where);
  const schedule = parseTimerSchedule(expression, where);
  return new TimerListener({
    definition,
    schedule,
    monitor: new ScheduleMonitor(dataDirectory),
    supervisor,
    clock,
    log,
  });
}
