import type * as SimulatorModule from '../../src/lib/simulate/simulator';
import { DEFAULT_FAULTS, type Faults, NO_FAULTS } from '../../src/lib/simulate/faults';
import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { toSequenceNumber } from '../../src/lib/event-log/positions';
import { SIMULATED_SOURCES, type SimulatedSource, type Source } from '../../src/lib/contracts/source';
import { app } from '../shared/built';
import { shareOf } from '../../tools/sources/simulated-shares';

/** One delivery of one partition of a hub. */
export interface Batch {
  readonly source: Source;
  readonly events: readonly ReceivedEvent[];
}

/** Events of one kind, divided into batches as by the trigger. */
export interface Workload {
  readonly name: string;
  readonly batches: readonly Batch[];
  readonly meanBytes: number;
}

export const MIX_NAME = 'mix';

const EVENTS_PER_BATCH = 1000;
const AT = new Date('2026-11-20T12:00:00Z');

/** Batches of all sources in the mix, including the simulators' faults. */
const MIX_BATCHES = 20;

/** Valid events of each contract, and a mix of all sources with the simulators' usual faults. */
export function makeWorkloads(batchesEach: number): Workload[] {
  const simulator = app.createSimulator({ seed: 20_261_120 });
  const types: readonly (readonly [SimulatedSource, string])[] = [
    ['iot', 'iot.telemetry'],
    ['ecommerce', 'ecommerce.clickstream'],
    ['ecommerce', 'ecommerce.order'],
    ['customers', 'customers.profile'],
    ['logistics', 'logistics.shipment'],
  ];
  const perContract = types.map(([source, type]) => {
    const bodies = simulateType(simulator, source, type, batchesEach * EVENTS_PER_BATCH);
    return toWorkload(type, toBatches(source, bodies));
  });
  const mixed = SIMULATED_SOURCES.flatMap((source) => {
    const batches = Math.round(MIX_BATCHES * shareOf(source));
    return toBatches(source, simulateBodies(simulator, source, batches * EVENTS_PER_BATCH, DEFAULT_FAULTS));
  });
  return [...perContract, toWorkload(MIX_NAME, interleave(mixed))];
}

function simulateType(
  simulator: SimulatorModule.Simulator,
  source: SimulatedSource,
  type: string,
  count: number,
): Buffer[] {
  // The rarest type, orders, is a sixth of its source's events.
  const events = simulator.simulateCount({ source, at: AT, count: count * 8, faults: NO_FAULTS });
  const bodies = events.filter((event) => event.type === type).map(({ body }) => body);
  if (bodies.length < count) throw new Error(`only ${bodies.length} of ${count} events are of type ${type}`);
  return bodies.slice(0, count);
}

function simulateBodies(
  simulator: SimulatorModule.Simulator,
  source: SimulatedSource,
  count: number,
  faults: Faults,
): Buffer[] {
  return simulator.simulateCount({ source, at: AT, count, faults }).map(({ body }) => body);
}

function toBatches(source: Source, bodies: readonly Buffer[]): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < bodies.length; from += EVENTS_PER_BATCH) {
    batches.push({ source, events: toReceived(bodies.slice(from, from + EVENTS_PER_BATCH), from) });
  }
  return batches;
}

/** As received: bodies are pieces of one larger buffer, and neighbours share their enqueued time. */
function toReceived(bodies: readonly Buffer[], firstSequenceNumber: number): ReceivedEvent[] {
  const wire = Buffer.concat(bodies);
  let end = 0;
  let offset = firstSequenceNumber * 700;
  return bodies.map((body, index) => {
    const start = end;
    end += body.length;
    offset += body.length + 40;
    return {
      sequenceNumber: toSequenceNumber(firstSequenceNumber + index),
      offset: String(offset),
      enqueuedTime: AT.getTime() + Math.floor(index / 50),
      body: wire.subarray(start, end),
      contentType: 'application/cloudevents+json; charset=utf-8',
      properties: undefined,
    };
  });
}

/** Sources take turns, as in one process that lands all hubs. */
function interleave(batches: readonly Batch[]): Batch[] {
  const step = 7;
  return batches
    .map((_, index) => batches[(index * step) % batches.length])
    .filter((batch) => batch !== undefined);
}

function toWorkload(name: string, batches: readonly Batch[]): Workload {
  let bytes = 0;
  let count = 0;
  for (const { events } of batches) {
    for (const { body } of events) bytes += body.length;
    count += events.length;
  }
  return { name, batches, meanBytes: bytes / count };
}
