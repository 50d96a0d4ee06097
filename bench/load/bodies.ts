import { type SimulatedSource } from '../../src/lib/contracts/source';
import { NO_FAULTS } from '../../src/lib/simulate/faults';
import { app } from '../shared/built';
import { type LoadOptions } from './load';

/** One prepared request. */
export interface ReadyBody {
  /** Path below the function app's address. */
  readonly path: string;
  readonly body: Buffer;
  readonly records: number;
  readonly ids: readonly string[];
}

/** Requests per source in each round of the mix. */
const ROUND: readonly SimulatedSource[] = [
  'iot',
  'ecommerce',
  'iot',
  'logistics',
  'iot',
  'ecommerce',
  'customers',
  'iot',
];

/** NDJSON of bare records, each body of one contract. */
export function makeBodies({
  workload,
  events,
  recordsPerRequest,
  seed,
  differentBodies = Math.ceil(events / recordsPerRequest),
  ofNow = false,
}: Omit<LoadOptions, 'baseUrl' | 'inFlight'>): ReadyBody[] {
  const round = workload === 'telemetry' ? (['iot'] as const) : ROUND;
  const simulator = app.createSimulator({ seed });
  const bodies: ReadyBody[] = [];
  for (let index = 0; index < differentBodies; index++) {
    const source = round[index % round.length] ?? 'iot';
    const simulated = simulator.simulateCount({
      source,
      at: ofNow ? new Date() : new Date(Date.UTC(2026, 10, 20) + index * 600_000),
      // Two contracts share the hub of the shop; the more frequent one fills a request.
      count: source === 'ecommerce' ? recordsPerRequest * 2 : recordsPerRequest,
      faults: NO_FAULTS,
    });
    const type = source === 'ecommerce' ? 'ecommerce.clickstream' : simulated[0]?.type;
    const chosen = simulated.filter((event) => event.type === type).slice(0, recordsPerRequest);
    const envelopes = chosen.map(({ body }) => JSON.parse(body.toString()) as { id: string; data: unknown });
    bodies.push({
      path: `/api/ingest/${String(type).replace('.', '/')}`,
      body: Buffer.from(envelopes.map(({ data }) => `${JSON.stringify(data)}\n`).join('')),
      records: chosen.length,
      ids: envelopes.map(({ id }) => id),
    });
  }
  return bodies;
}
