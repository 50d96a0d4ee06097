import { shareOf, SHARES, SIMULATED_EVENTS_PER_SECOND } from '../../sources/simulated-shares';

/** The load of a deployment and its consequences; docs/costs-by-service.md explains each rule. */

export { SHARES, SIMULATED_EVENTS_PER_SECOND };

export const SECONDS_A_MONTH = 730 * 3600;
/** Partitions of a hub (`partitionCount`). */
export const PARTITIONS = 4;
/** Bytes of an event in the hub, and in Bronze in slots of a hundred events. */
export const BYTES_IN_HUB = 687;
export const BYTES_IN_BRONZE = 98;
/** Consumers of every hub: landing, which hands the events over to live windows. */
export const READERS = 1;
/** `minEventBatchSize` and `maxWaitTime`, in seconds, of host.json. */
const BATCH_EVENTS = 100;
const BATCH_SECONDS = 1;
/** Seconds between two runs of a simulator. */
export const SIMULATOR_SECONDS = 10;

export interface Load {
  /** Events a second of all hubs together. */
  readonly eventsPerSecond: number;
  /** Batches a second of a partition, by hub. */
  readonly partitionBatches: Readonly<Record<string, number>>;
  /** Batches a second of all partitions. */
  readonly batchesPerSecond: number;
  /** Whether the partitions of a hub get their batches at the same time, as from a simulator's run. */
  readonly inBursts: boolean;
}

/** Batches a second of a partition with a steady flow of events. */
export function batchesOf(eventsPerSecond: number): number {
  return Math.min(eventsPerSecond, Math.max(1 / BATCH_SECONDS, eventsPerSecond / BATCH_EVENTS));
}

/** A constant rate of events. */
export function steadyLoad(eventsPerSecond: number): Load {
  return loadOf(eventsPerSecond, false, (hub) => batchesOf((eventsPerSecond * shareOf(hub)) / PARTITIONS));
}

/** The simulators only: one batch per partition and run, if there are enough events for each partition. */
export function simulatedLoad(): Load {
  return loadOf(SIMULATED_EVENTS_PER_SECOND, true, (hub) =>
    Math.min(1 / SIMULATOR_SECONDS, (SIMULATED_EVENTS_PER_SECOND * shareOf(hub)) / PARTITIONS),
  );
}

export const NO_LOAD = steadyLoad(0);

function loadOf(eventsPerSecond: number, inBursts: boolean, batches: (hub: string) => number): Load {
  const partitionBatches = Object.fromEntries(Object.keys(SHARES).map((hub) => [hub, batches(hub)]));
  const batchesPerSecond = Object.values(partitionBatches).reduce(
    (total, ofPartition) => total + PARTITIONS * ofPartition,
    0,
  );
  return { eventsPerSecond, partitionBatches, batchesPerSecond, inBursts };
}

/**
 * Billed instances of the function of each hub. An execution is billed for at least one second, so an
 * instance is billed permanently from one execution a second on. The minimum is one instance for all partitions of a
 * hub: in a burst, all of them run in one second. The maximum is one instance per partition.
 */
export function busyInstances({ partitionBatches, inBursts }: Load): {
  readonly least: number;
  readonly most: number;
} {
  const perHub = Object.values(partitionBatches);
  return {
    least:
      READERS *
      perHub.reduce((total, batches) => total + Math.min(1, inBursts ? batches : PARTITIONS * batches), 0),
    most: READERS * perHub.reduce((total, batches) => total + PARTITIONS * Math.min(1, batches), 0),
  };
}

/** Throughput units for ingress and egress, with a reserve of one tenth. */
export function throughputUnits(eventsPerSecond: number, readings: number = READERS): number {
  const megabytes = (eventsPerSecond * BYTES_IN_HUB) / 1e6;
  const needed = Math.max(
    eventsPerSecond / 1000,
    megabytes,
    (readings * megabytes) / 2,
    (readings * eventsPerSecond) / 4096,
  );
  return Math.floor(needed * 1.1) + 1;
}
