import { SOURCES } from '../../src/lib/contracts/source';
import { type TestStack } from '../testing/fixtures/stack';

let stack: TestStack;

/** Tests of the read endpoints while the stack is idle. */
export function describeService(running: () => TestStack): void {
  describe('the service', () => {
    beforeAll(() => {
      stack = running();
    });

    it('lists contracts, and returns a version with its schema', async () => {
      const all = (await (await stack.api('contracts')).json()) as {
        contracts: { type: string; url: string }[];
      };
      expect(all.contracts.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'iot.telemetry',
          'ecommerce.order',
          'ecommerce.clickstream',
          'customers.profile',
          'logistics.shipment',
        ]),
      );
      const one = await stack.api('contracts/iot.telemetry/1');
      expect(await one.json()).toMatchObject({
        type: 'iot.telemetry',
        version: 1,
        schema: { type: 'object' },
      });
      expect((await stack.api('contracts/iot.telemetry/9')).status).toBe(404);
      expect((await stack.api('contracts/no.such')).status).toBe(404);
    });

    it('serves an OpenAPI 3.1 document with a path for each contract', async () => {
      const document = (await (await stack.api('openapi.json')).json()) as { openapi: string; paths: object };
      expect(document.openapi).toMatch(/^3\.1\./);
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining(['/api/ingest/iot/telemetry', '/api/health']),
      );
    });

    it('serves the monitor page and its data when every stage is idle', async () => {
      const page = await stack.api('monitor');
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const status = (await (await stack.api('status')).json()) as Record<string, unknown>;
      expect(status).toMatchObject({ problems: [], quarantine: { records: 0 }, sinks: [] });
      expect(status['sources']).toHaveLength(SOURCES.length);
      const views = (await (await stack.api('serve')).json()) as { views: { view: string }[] };
      expect(views.views.map(({ view }) => view)).toContain('iot_telemetry');
      expect(await (await stack.api('serve/iot_telemetry')).json()).toMatchObject({
        rows: [],
        incomplete: [],
        live: { state: 'no-events-yet', firstEventAt: null },
      });
      expect(await (await stack.api('quarantine')).json()).toMatchObject({
        total: 0,
        records: [],
        next: null,
      });
      // Without Databricks there is no Gold here.
      expect((await stack.api('gold')).status).toBe(501);
    });

    it('reports that it is healthy, and ready when all its services answer', async () => {
      expect((await stack.api('health')).status).toBe(200);
      expect(await (await stack.api('ready')).json()).toEqual({ status: 'ready' });
    });
  });
}
