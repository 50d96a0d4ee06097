import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { guarded } from '../../../src/lib/platform/http/guarded';
import { createIngestHandler } from '../../../src/lib/ingest/http';
import { countSent, Publisher } from '../../../src/lib/publish/publisher';
import { createLandHandler } from '../../../src/lib/landing/trigger/land-handler';
import { HUB_CREATED_ON } from '../../testing/fixtures/events';
import { MemoryHub } from '../../testing/fakes/memory-hub';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';

/** The app's handlers for ingest and landing, over a hub, a lake and a landing table in memory. */
export class IngestScene {
  readonly hub = new MemoryHub({ partitionCount: 1 });
  readonly lake = new MemoryLake();
  readonly state = new MemoryLandingState();
  readonly clock = { now: () => new Date(this.time.now) };
  readonly time = { now: Date.parse('2026-11-21T06:10:00.000Z') };
  #landed = 0;

  async ingest(records: readonly object[], headers: Record<string, string> = {}): Promise<HttpResponseInit> {
    const registry = createRegistry();
    const publisher = new Publisher({ hub: this.hub, observe: countSent('iot') });
    const handler = createIngestHandler(
      () =>
        ({
          registry,
          clock: this.clock,
          publishers: { iot: publisher },
          maxEventBytes: 262_144,
          maxRecordsPerRequest: 1000,
        }) as never,
    );
    const request = new HttpRequest({
      method: 'POST',
      url: 'https://app.example/api/ingest/iot/telemetry',
      params: { source: 'iot', event: 'telemetry' },
      headers: { 'content-type': 'application/json', ...headers },
      body: { string: JSON.stringify(records) },
    });
    const context = new InvocationContext({
      functionName: 'ingest',
      logHandler: () => undefined,
      options: { trigger: { type: 'httpTrigger', name: 'request', route: 'api/ingest/{source}/{event}' } },
    });
    return await guarded(handler)(request, context);
  }

  /** Lands the new events of the hub and then `more`, as one batch. */
  async land(more: readonly Buffer[] = [], lake = this.lake): Promise<void> {
    const all = this.hub.eventsOf('0').map(({ body }) => body);
    const bodies = [...all.slice(this.#landed), ...more];
    const numbers = bodies.map((_, index) => this.#landed + index);
    this.#landed += bodies.length;
    const bronzeWriter = new BronzeWriter({
      source: 'iot',
      store: lake,
      state: this.state,
      hub: new MemoryHubLog(),
      clock: this.clock,
      validate: createEventValidator({ registry: createRegistry(), source: 'iot' }),
      pause: () => Promise.resolve(),
    });
    const context = new InvocationContext({
      functionName: 'landIot',
      logHandler: () => undefined,
      triggerMetadata: {
        partitionContext: { partitionId: '0' },
        sequenceNumberArray: numbers,
        offsetArray: numbers.map(String),
        enqueuedTimeUtcArray: numbers.map(() => new Date(HUB_CREATED_ON.getTime() + 1000).toISOString()),
      },
    });
    await createLandHandler(() => bronzeWriter, 'iot')(bodies, context);
  }
}
