import { shareOf, SHARES, SIMULATED_EVENTS_PER_SECOND } from '../../sources/simulated-shares';

/** What flows through a deployment, and what follows from it; docs/costs-by-service.md explains each rule. */

export { SHARES, SIMULATED_EVENTS_PER_SECOND };

export const SECONDS_A_MONTH = 730 * 3600;
/** Partitions of a hub (`partitionCount`). */
export const PARTITIONS = 4;
/** Bytes of an event in the hub, and in Bronze in slots of a hundred events. */
export const BYTES_IN_HUB = 687;
export const BYTES_IN_BRONZE = 98;
/** Who reads every hub: landing and live windows. */
export const READERS = 2;
/** `minEventBatchSize` and `maxWaitTime`, in seconds, of host.json. */
const BATCH_EVENTS = 100;
const BATCH_SECONDS = 2;
/** Seconds between two turns of a simulator. */
export const SIMULATOR_SECONDS = 10;

export interface Load {
  /** Events a second of all hubs together. */
  readonly eventsPerSecond: number;
  /** Batches a second of a partition, by hub. */
  readonly partitionBatches: Readonly<Record<string, number>>;
  /** Batches a second of all partitions. */
  readonly batchesPerSecond: number;
  /** Whether the partitions of a hub get their batches at the same moment, as from a simulator's turn. */
  readonly inBursts: boolean;
}

/** Batches a second that a partition makes of events that flow steadily. */
export function batchesOf(eventsPerSecond: number): number {
  return Math.min(eventsPerSecond, Math.max(1 / BATCH_SECONDS, eventsPerSecond / BATCH_EVENTS));
}

/** Events that come at all times. */
export function steadyLoad(eventsPerSecond: number): Load {
  return loadOf(eventsPerSecond, false, (hub) => batchesOf((eventsPerSecond * shareOf(hub)) / PARTITIONS));
}

/** The simulators alone: a batch a partition and turn, where there are events enough for each. */
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
 * Instances that are billed, of the two functions of each hub together: an execution is billed for a second at least, so an
 * instance is billed all the time from one execution a second on. At least when one instance takes all partitions of its
 * hub (a burst, all of them in one second); at most when each partition has its own.
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

/** Throughput units for what comes in and goes out, with a tenth of room. */
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
