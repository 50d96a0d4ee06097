import { type Source, SIMULATED_SOURCES } from '../../src/lib/contracts/source';
import { NO_FAULTS } from '../../src/lib/simulate/faults';
import { createSimulator } from '../../src/lib/simulate/simulator';
import { type TestStack } from './stack';

/** An event as it was sent, parsed. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of all sources that keep their contracts, some of them twice and some late. */
export function simulateShop(seed: number, at: Date, count: number): Map<Source, Buffer[]> {
  const simulator = createSimulator({ seed });
  const faults = { ...NO_FAULTS, duplicate: 0.05, late: 0.1 };
  return new Map(
    SIMULATED_SOURCES.map((source) => [
      source,
      simulator.simulateCount({ source, at, count, faults }).map(({ body }) => body),
    ]),
  );
}

/** Sends events as they are, over HTTP, in CloudEvents batch mode. */
export async function send(stack: TestStack, events: ReadonlyMap<Source, readonly Buffer[]>): Promise<void> {
  for (const [source, bodies] of events) {
    for (const type of new Set(bodies.map((body) => parse(body).type))) {
      const own = bodies.filter((body) => parse(body).type === type);
      const response = await stack.api(`ingest/${type.replace('.', '/')}`, {
        method: 'POST',
        body: `[${own.join(',')}]`,
        headers: { 'content-type': 'application/cloudevents-batch+json', prefer: 'return=minimal' },
      });
      if (response.status !== 202)
        throw new Error(`${source}, ${type}: ${response.status} ${(await response.text()).slice(0, 500)}`);
    }
  }
}

export function parse(body: Buffer): SentEvent {
  return JSON.parse(body.toString()) as SentEvent;
}

/** Each event once, whichever of its copies. */
export function distinct(events: Iterable<readonly Buffer[]>): SentEvent[] {
  const byId = new Map<string, SentEvent>();
  for (const bodies of events) {
    for (const body of bodies) {
      const event = parse(body);
      byId.set(`${event.type} ${event.id}`, event);
    }
  }
  return [...byId.values()];
}
