import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { queryLake } from '../../lakehouse/engines/duckdb/query/query-lake';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { ended, LONG_MILLISECONDS, startRefresh } from '../testing/fixtures/lakehouse';
import { ROOT, startTestStack } from '../testing/fixtures/stack';

const run = promisify(execFile);

/** Parts of the repository that generate, build and refresh need. */
const PARTS = [
  'src',
  'schemas',
  'tools',
  'local',
  'lakehouse',
  'bicep',
  'databricks',
  'adf',
  'docs',
  'power-bi',
  'synapse',
  'package.json',
  'host.json',
  'local.settings.example.json',
];

/** A source that the repository does not have. It has no simulator, and its hub has its own number of partitions. */
const PAYMENTS = { description: 'Payments of orders.', order: 5, hub: { partitions: 3 } };

const PAYMENT = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:sluice:contract:payments.payment:1',
  title: 'Payment',
  description: 'An order was paid.',
  'x-contract': {
    source: 'payments',
    type: 'payments.payment',
    version: 1,
    eventId: '/paymentId',
    eventTime: '/paidAt',
    partitionKey: '/orderId',
    personalData: [],
    departments: ['finance'],
    windows: {
      seconds: 60,
      keys: [{ name: 'currency', path: '/currency' }],
      values: [{ name: 'amount_minor', aggregate: 'sum', path: '/amountMinor' }],
    },
  },
  type: 'object',
  additionalProperties: false,
  required: ['paymentId', 'orderId', 'paidAt', 'currency', 'amountMinor'],
  properties: {
    paymentId: { type: 'string', minLength: 1, maxLength: 64, description: 'Identity of the payment.' },
    orderId: { type: 'string', minLength: 1, maxLength: 64, description: 'The order.' },
    paidAt: { type: 'string', format: 'date-time', description: 'When.' },
    currency: { type: 'string', enum: ['EUR', 'USD'], description: 'ISO 4217.' },
    amountMinor: { type: 'integer', minimum: 0, maximum: 1_000_000_000, description: 'In minor units.' },
  },
  examples: [
    { paymentId: 'p-1', orderId: 'o-1', paidAt: '2026-11-21T08:00:10Z', currency: 'EUR', amountMinor: 1250 },
    { paymentId: 'p-2', orderId: 'o-2', paidAt: '2026-11-21T08:00:40Z', currency: 'EUR', amountMinor: 50 },
  ],
};

let app: string;
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'sluice-app-'));
});
afterAll(() => {
  rmSync(app, { recursive: true, force: true });
});

/** Copies the repository, adds the source, generates and builds. */
async function buildWithPayments(): Promise<void> {
  const filter = (path: string): boolean => !path.endsWith('node_modules');
  for (const part of PARTS) cpSync(join(ROOT, part), join(app, part), { recursive: true, filter });
  for (const file of readdirSync(ROOT).filter((name) => /^tsconfig.*\.json$/.test(name)))
    cpSync(join(ROOT, file), join(app, file));
  symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'));
  mkdirSync(join(app, 'schemas/payments'));
  writeFileSync(join(app, 'schemas/payments/source.json'), JSON.stringify(PAYMENTS));
  writeFileSync(join(app, 'schemas/payments/payment.v1.json'), JSON.stringify(PAYMENT));
  const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);
  await run(bin('tsx'), ['tools/generate.ts'], { cwd: app });
  await run(bin('tsx'), ['tools/generate.ts', '--check'], { cwd: app });
  await run(process.execPath, ['tools/build/bundle/bundle.cjs'], { cwd: app });
}

it(
  'publishes, lands and refreshes events of a new source when two files are added',
  async () => {
    await buildWithPayments();
    // A deployment gets the hub. Settings of simulators do not change.
    expect(readFileSync(join(app, 'bicep/sources.json'), 'utf8')).toContain('"name": "payments"');
    for (const file of ['local.settings.example.json', 'docs/settings.md'])
      expect(readFileSync(join(app, file), 'utf8')).toBe(readFileSync(join(ROOT, file), 'utf8'));

    const stack = await startTestStack({ appDirectory: app, withLakehouse: true });
    try {
      const send = (record: object): Promise<Response> =>
        stack.api('ingest/payments/payment', {
          method: 'POST',
          body: JSON.stringify(record),
          headers: { 'content-type': 'application/json' },
        });
      for (const payment of PAYMENT.examples) expect((await send(payment)).status).toBe(202);
      expect((await send({ paymentId: 'p-3' })).status).toBe(422);

      const simulated = await stack.api('simulate/payments', { method: 'POST' });
      expect(simulated.status).toBe(404);
      expect(await simulated.json()).toMatchObject({
        code: 'simulator_unknown',
        detail: expect.stringMatching(/'payments' has no simulator; sources with one are iot, /) as string,
      });

      await stack.landed();
      expect((await stack.progress('payments')).accepted).toBe(2);
      const lines = await readBronzeLines(stack.dataDirectory, 'payments');
      expect(lines.map(({ verdict, contract }) => [verdict, contract])).toEqual([
        ['accepted', 'payments.payment'],
        ['accepted', 'payments.payment'],
      ]);
      const status = (await (await stack.api('status')).json()) as Status;
      const own = status.sources.find(({ source }) => source === 'payments');
      expect(own?.partitions).toHaveLength(3);

      const refresh = await ended(stack, await startRefresh(stack));
      expect([refresh.state, refresh.reason]).toEqual(['succeeded', null]);
      const rows = async (sql: string): Promise<readonly unknown[]> =>
        (
          await queryLake({
            lakeDirectory: join(stack.dataDirectory, 'lake'),
            modelsDirectory: join(app, 'lakehouse/models'),
            sql,
          })
        ).rows;
      expect(await rows('SELECT event_id FROM silver.payments_payment ORDER BY event_id')).toEqual([
        ['p-1'],
        ['p-2'],
      ]);
      expect(
        await rows(
          'SELECT currency, events::INTEGER, amount_minor::INTEGER FROM gold.window_payments_payment',
        ),
      ).toEqual([['EUR', 2, 1300]]);
    } finally {
      await stack.end();
    }
  },
  LONG_MILLISECONDS,
);

interface Status {
  readonly sources: readonly { readonly source: string; readonly partitions: readonly unknown[] }[];
}
