import { StandInError } from '../../kit';
import { type FunctionDefinition } from '../app/function-definition';
import { resolveSettings, type Settings } from '../app/settings';
import { executeWithRetry, type ExecutionOutcome } from '../host/execute-with-retry';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type InvocationOutcome } from '../host/worker-process';
import { type InvocationRequest, type WorkerSupervisor } from '../host/worker-supervisor';
import { type WireData } from '../worker/protocol';
import { type BatchOutcome, type ProcessBatch } from './partition-pump';
import { type ReceivedEvent } from './received-event';
import { type PartitionContext, toBatchMetadata, toEventMetadata } from './trigger-metadata';

/** Options of the trigger, with settings resolved. */
export interface EventHubTrigger {
  readonly hub: string;
  readonly consumerGroup: string;
  readonly fullyQualifiedNamespace: string;
  readonly cardinality: 'one' | 'many';
  /** The default is `string`. The library parses a text that is JSON. */
  readonly dataType: 'binary' | 'string';
}

/** @throws StandInError `option_invalid` or `unsupported`, with the name of the function */
export function readEventHubTrigger(
  { name, trigger }: FunctionDefinition,
  settings: Settings,
  connection: { readonly hostname: string; readonly entityPath: string | undefined },
): EventHubTrigger {
  const where = `function "${name}"`;
  const { eventHubName, consumerGroup = '$Default', cardinality = 'one', dataType = 'string' } = trigger;
  const text = (value: unknown, option: string): string => {
    if (typeof value === 'string' && value !== '')
      return resolveSettings(value, settings, `${where}, ${option}`);
    throw new StandInError('option_invalid', `${where}: ${option} must be a text`);
  };
  const kind = String(cardinality).toLowerCase();
  if (kind !== 'one' && kind !== 'many')
    throw new StandInError('option_invalid', `${where}: cardinality must be "one" or "many"`);
  const type = String(dataType).toLowerCase();
  if (type !== 'binary' && type !== 'string') {
    throw new StandInError(
      'unsupported',
      `${where}: dataType "${type}" is not supported; use "binary" or "string"`,
    );
  }
  return {
    hub: connection.entityPath ?? text(eventHubName, 'eventHubName'),
    consumerGroup: text(consumerGroup, 'consumerGroup'),
    fullyQualifiedNamespace: connection.hostname,
    cardinality: kind,
    dataType: type,
  };
}

export interface EventHubInvokerOptions {
  readonly definition: FunctionDefinition;
  readonly trigger: EventHubTrigger;
  readonly supervisor: Pick<WorkerSupervisor, 'invokeWhenUp'>;
  readonly clock: HostClock;
  readonly log: HostLog;
  /** Aborts waits: between retries, and for a worker. */
  readonly signal: AbortSignal;
}

/**
 * Passes batches to the function. Without a retry policy a batch is processed after one attempt, even a failed one. With a
 * policy it is retried in place until it succeeds or the policy allows no more retries, also after the worker has died. If
 * the host stops or is recycled during the attempts, the checkpoint does not advance.
 */
export class EventHubInvoker {
  readonly #options: EventHubInvokerOptions;

  constructor(options: EventHubInvokerOptions) {
    this.#options = options;
  }

  readonly process: ProcessBatch = (events, { partitionId, isCheckpointingAfterInvocation }) => {
    const { hub, consumerGroup, fullyQualifiedNamespace, cardinality } = this.#options.trigger;
    const context: PartitionContext = {
      partitionId,
      eventHubName: hub,
      consumerGroup,
      fullyQualifiedNamespace,
      isCheckpointingAfterInvocation,
    };
    return cardinality === 'many' ? this.#processBatch(events, context) : this.#processEach(events, context);
  };

  async #processBatch(events: readonly ReceivedEvent[], context: PartitionContext): Promise<BatchOutcome> {
    const segments = events.map(({ body }) => body);
    const count = events.length;
    const data: WireData =
      this.#options.trigger.dataType === 'binary'
        ? { collectionBytesFrom: 0, count }
        : { collectionStringFrom: 0, count };
    const triggerMetadata = toBatchMetadata(events, context, segments);
    const outcome = await this.#execute(context, events, { data, triggerMetadata, segments });
    return outcome.outcome === 'stopped' ? 'stopped' : 'processed';
  }

  async #processEach(events: readonly ReceivedEvent[], context: PartitionContext): Promise<BatchOutcome> {
    for (const event of events) {
      if (this.#options.signal.aborted) return 'stopped';
      const { body } = event;
      const data: WireData =
        this.#options.trigger.dataType === 'binary' ? { bytesAt: 0 } : { string: body.toString('utf8') };
      const outcome = await this.#execute(context, [event], {
        data,
        triggerMetadata: toEventMetadata(event, context),
        segments: [body],
      });
      if (outcome.outcome === 'stopped') return 'stopped';
    }
    return 'processed';
  }

  /**
   * Runs a batch with all retries. If a body cannot be bound, every attempt fails without a call of the worker, as in
   * Azure.
   */
  #execute(
    { partitionId }: PartitionContext,
    events: readonly ReceivedEvent[],
    { data, ...rest }: Pick<InvocationRequest, 'segments' | 'triggerMetadata'> & { data: WireData },
  ): Promise<ExecutionOutcome> {
    const { definition, supervisor, clock, signal, log, trigger } = this.#options;
    const unbindable = events.find(({ bodyType }) => bodyType !== 'data');
    return executeWithRetry({
      functionName: definition.name,
      policy: definition.retryPolicy,
      clock,
      signal,
      attempt: (retryContext) =>
        unbindable === undefined
          ? supervisor.invokeWhenUp(
              {
                ...rest,
                functionName: definition.name,
                cause: {
                  kind: 'eventHub',
                  eventHubName: trigger.hub,
                  fullyQualifiedNamespace: trigger.fullyQualifiedNamespace,
                  eventCount: events.length,
                },
                inputData: [{ name: definition.triggerName, data }, ...definition.clientInputs],
                ...(retryContext === undefined ? {} : { retryContext }),
              },
              signal,
            )
          : Promise.resolve(failBinding(definition.triggerName, unbindable)),
      onFailure: ({ message, stackTrace }, wait) => {
        const retry = wait === undefined ? '' : ` It is retried in ${Math.round(wait)} ms.`;
        log.write(
          'error',
          `Function.${definition.name}`,
          `Partition ${partitionId}: ${stackTrace ?? message}${retry}`,
        );
      },
    });
  }
}

/**
 * The failure of the extension for an event with an AMQP value or sequence body. `EventData.EventBody` throws
 * NotSupportedException while the trigger is bound (Azure/azure-sdk-for-net, AmqpAnnotatedMessageExtensions;
 * Azure/azure-functions-host issue 9749).
 */
function failBinding(triggerName: string, { bodyType, sequenceNumber }: ReceivedEvent): InvocationOutcome {
  const message =
    `Exception binding parameter "${triggerName}": event ${sequenceNumber} has an AMQP ${bodyType} body, ` +
    'and only data bodies can be bound. The function was not called.';
  return { outcome: 'failed', error: { message } };
}
