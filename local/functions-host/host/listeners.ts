import { StandInError } from '../../kit';
import { type FunctionDefinition } from '../app/function-definition';
import { type HostJson } from '../app/host-json';
import { resolveSettings, type Settings } from '../app/settings';
import { readConnection } from '../event-hubs/connection-string';
import { readEventHubTrigger } from '../event-hubs/event-hub-invoker';
import { EventHubListener } from '../event-hubs/event-hub-listener';
import { openCheckpointContainer } from '../event-hubs/host-storage';
import { type FunctionsHostFaults } from '../faults';
import { ScheduleMonitor } from '../timer/schedule-monitor';
import { TimerListener } from '../timer/timer-listener';
import { parseTimerSchedule } from '../timer/timer-schedule';
import { type HostClock } from './host-clock';
import { type HostLog } from './host-log';
import { stopInTime, type TriggerListener } from './trigger-listener';
import { type WorkerSupervisor } from './worker-supervisor';

export interface ListenerContext {
  readonly functions: readonly FunctionDefinition[];
  readonly settings: Settings;
  readonly hostJson: HostJson;
  readonly dataDirectory: string;
  readonly supervisor: WorkerSupervisor;
  readonly faults: FunctionsHostFaults;
  readonly clock: HostClock;
  readonly log: HostLog;
}

export interface Listeners extends TriggerListener {
  /**
   * Runs a timer now, also a disabled one, as on the platform.
   * @returns false if the function is not a timer
   */
  runByHand(functionName: string): boolean;
}

/** Creates the listeners of all enabled functions. A new type of trigger is added here. */
export function createListeners(context: ListenerContext): Listeners {
  const enabled = context.functions.filter(({ disabled }) => !disabled);
  const timers = new Map<string, TimerListener>();
  const hubs = new Map<string, EventHubListener>();
  for (const definition of enabled) {
    switch (definition.triggerType) {
      case 'timertrigger':
        timers.set(definition.name, createTimer(definition, context));
        break;
      case 'eventhubtrigger':
        addHub(hubs, definition, context);
        break;
      case 'httptrigger':
        break; // The router runs it.
      case 'orchestrationtrigger':
      case 'activitytrigger':
        break; // The task hub runs it.
      default:
        throw new StandInError(
          'unsupported',
          `function "${definition.name}": there is no listener for ${definition.trigger.type}`,
        );
    }
  }
  const all: readonly TriggerListener[] = [...timers.values(), ...hubs.values()];
  return {
    async start() {
      await Promise.all(all.map((listener) => listener.start()));
    },
    stop: () => stopInTime(all),
    runByHand(functionName) {
      const disabled = context.functions.find(
        ({ name, triggerType }) => name === functionName && triggerType === 'timertrigger',
      );
      const timer = timers.get(functionName) ?? (disabled && createTimer(disabled, context));
      timer?.runByHand();
      return timer !== undefined;
    },
  };
}

function addHub(
  hubs: Map<string, EventHubListener>,
  definition: FunctionDefinition,
  context: ListenerContext,
): void {
  const { settings, hostJson, supervisor, faults, clock, log } = context;
  const where = `function "${definition.name}"`;
  const name = definition.trigger['connection'];
  if (typeof name !== 'string')
    throw new StandInError('option_invalid', `${where}: connection must name an app setting`);
  const connection = readConnection(name, settings, where);
  const trigger = readEventHubTrigger(definition, settings, connection);
  const key = [connection.hostname, connection.port, trigger.hub, trigger.consumerGroup]
    .join(' ')
    .toLowerCase();
  if (hubs.has(key)) {
    const problem = `another function reads "${trigger.hub}" as "${trigger.consumerGroup}"; give each its own consumer group, because they would disconnect each other`;
    throw new StandInError('option_invalid', `${where}: ${problem}`);
  }
  const options = hostJson.eventHubs;
  const container = openCheckpointContainer(settings, where);
  hubs.set(
    key,
    new EventHubListener({
      definition,
      trigger,
      connection,
      options,
      container,
      supervisor,
      faults,
      clock,
      log,
    }),
  );
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
