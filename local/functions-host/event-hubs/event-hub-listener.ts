import { setTimeout as delay } from 'node:timers/promises';
import { type ContainerClient } from '@azure/storage-blob';
import { type FunctionDefinition } from '../app/function-definition';
import { type EventHubsOptions } from '../app/host-json';
import { type FunctionsHostFaults } from '../faults';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type TriggerListener } from '../host/trigger-listener';
import { type WorkerSupervisor } from '../host/worker-supervisor';
import { CheckpointStore } from './checkpoint-store';
import { type EventHubsConnection } from './connection-string';
import { EventHubInvoker, type EventHubTrigger } from './event-hub-invoker';
import { HubConnection } from './hub-connection';
import { PartitionBlobs } from './partition-blobs';
import { PartitionLosses } from './partition-losses';
import { PartitionOwnership } from './partition-ownership';
import { PartitionPump } from './partition-pump';

const CATEGORY = 'Host.EventHubs';
const FIRST_BACKOFF_MILLISECONDS = 100;
const LONGEST_BACKOFF_MILLISECONDS = 5_000;

export interface EventHubListenerOptions {
  readonly definition: FunctionDefinition;
  readonly trigger: EventHubTrigger;
  readonly connection: EventHubsConnection;
  readonly options: EventHubsOptions;
  /** Container of checkpoints and ownership; created if it is missing. */
  readonly container: ContainerClient;
  readonly supervisor: WorkerSupervisor;
  readonly faults: FunctionsHostFaults;
  readonly clock: HostClock;
  readonly log: HostLog;
}

/** A function with an Event Hubs trigger. This host owns every partition of its hub and consumer group. */
export class EventHubListener implements TriggerListener {
  readonly #options: EventHubListenerOptions;
  readonly #stopping = new AbortController();
  #ownership: PartitionOwnership | undefined;
  #pumps: readonly PartitionPump[] = [];
  #connection: HubConnection | undefined;
  #reconnecting: Promise<void> = Promise.resolve();

  constructor(options: EventHubListenerOptions) {
    this.#options = options;
  }

  /** @throws StandInError `start_failed` if the hub or the storage account cannot be read */
  async start(): Promise<void> {
    const { trigger, container, definition, supervisor, faults, clock, log } = this.#options;
    // Events of cardinality one are never held back.
    const options =
      trigger.cardinality === 'one'
        ? { ...this.#options.options, minEventBatchSize: 1 }
        : this.#options.options;
    const { hub, consumerGroup } = trigger;
    const connection = await HubConnection.open(this.#options.connection);
    this.#connection = connection;
    const partitionIds = await connection.readPartitionIds(hub);
    await container.createIfNotExists();
    const ownerId = crypto.randomUUID();
    this.#ownership = new PartitionOwnership({
      blobs: new PartitionBlobs(container, trigger, 'ownership'),
      ownerId,
      partitionIds,
      renewalMilliseconds: options.loadBalancingMilliseconds,
      log,
    });
    await this.#ownership.claim();
    const blobs = new PartitionBlobs(container, trigger, 'checkpoint');
    const checkpoints = new CheckpointStore({ blobs, ownerId, log });
    const invoker = new EventHubInvoker({
      definition,
      trigger,
      supervisor,
      clock,
      log,
      signal: this.#stopping.signal,
    });
    this.#pumps = partitionIds.map((partitionId) => {
      const process: EventHubInvoker['process'] = (events, context) => invoker.process(events, context);
      const target = { functionName: definition.name, partitionId };
      const losses = new PartitionLosses({ faults, target, log });
      return new PartitionPump({
        hub,
        consumerGroup,
        partitionId,
        options,
        checkpoints,
        process,
        losses,
        clock,
        log,
      });
    });
    await Promise.all(this.#pumps.map((pump) => pump.start(connection)));
    this.#watch(connection);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#pumps.map((pump) => pump.stop()));
    this.#connection?.close();
    await this.#reconnecting;
    await this.#ownership?.release();
  }

  #watch(connection: HubConnection): void {
    void connection.closed.then(() => {
      if (this.#stopping.signal.aborted) return;
      const { trigger, log } = this.#options;
      log.write('warning', CATEGORY, `The connection to the hub "${trigger.hub}" was lost`);
      for (const pump of this.#pumps) pump.detach();
      this.#reconnecting = this.#reconnect();
    });
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#stopping;
    const isStopping = (): boolean => signal.aborted;
    for (
      let backoff = FIRST_BACKOFF_MILLISECONDS;
      !isStopping();
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MILLISECONDS)
    ) {
      try {
        const connection = await HubConnection.open(this.#options.connection);
        if (isStopping()) {
          connection.close();
          return;
        }
        this.#connection = connection;
        for (const pump of this.#pumps) pump.attach(connection);
        this.#watch(connection);
        return;
      } catch (error) {
        this.#options.log.write('warning', CATEGORY, error instanceof Error ? error.message : String(error));
      }
      await delay(backoff * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }
}
