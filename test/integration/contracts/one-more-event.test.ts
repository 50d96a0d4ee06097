import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readBronzeLines } from '../../testing/fixtures/bronze-lines';
import { ROOT, startTestStack } from '../../testing/fixtures/stack';

const run = promisify(execFile);

// The test bundles the app and starts a stack: more than a minute on a busy machine.
jest.setTimeout(180_000);

/** A contract that the repository does not have. */
const MAINTENANCE = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:sluice:contract:iot.maintenance:1',
  title: 'Maintenance',
  description: 'A device was serviced.',
  'x-contract': {
    source: 'iot',
    type: 'iot.maintenance',
    version: 1,
    eventId: '/maintenanceId',
    eventTime: '/servicedAt',
    partitionKey: '/deviceId',
    personalData: [],
    departments: ['operations'],
  },
  type: 'object',
  additionalProperties: false,
  required: ['maintenanceId', 'deviceId', 'servicedAt'],
  properties: {
    maintenanceId: { type: 'string', minLength: 1, maxLength: 64, description: 'Identity of the service.' },
    deviceId: { type: 'string', minLength: 1, maxLength: 64, description: 'The device.' },
    servicedAt: { type: 'string', format: 'date-time', description: 'When.' },
  },
  examples: [
    { maintenanceId: 'm-1', deviceId: 'dev-1', servicedAt: '2026-11-21T08:00:00Z' },
    { maintenanceId: 'm-2', deviceId: 'dev-2', servicedAt: '2026-11-21T09:00:00Z' },
  ],
};

it('validates and lands events of a new type when one contract file is added', async () => {
  const app = mkdtempSync(join(tmpdir(), 'sluice-app-'));
  try {
    for (const part of [
      'src',
      'schemas',
      'tools',
      'local',
      'lakehouse',
      'package.json',
      'host.json',
      'local.settings.example.json',
    ]) {
      cpSync(join(ROOT, part), join(app, part), { recursive: true });
    }
    for (const file of readdirSync(ROOT).filter((name) => /^tsconfig.*\.json$/.test(name))) {
      cpSync(join(ROOT, file), join(app, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'));
    writeFileSync(join(app, 'schemas', 'iot', 'maintenance.v1.json'), JSON.stringify(MAINTENANCE, null, 2));
    const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);
    await run(bin('tsx'), ['tools/generate.ts'], { cwd: app });
    // test/unit/lakehouse tests the content of Silver models.
    expect(readdirSync(join(app, 'lakehouse/models/silver/iot'))).toContain('iot_maintenance.sql');
    await run(process.execPath, ['tools/build/bundle/bundle.cjs'], { cwd: app });

    const stack = await startTestStack({ appDirectory: app });
    try {
      const send = (record: object): Promise<Response> =>
        stack.api('ingest/iot/maintenance', {
          method: 'POST',
          body: JSON.stringify(record),
          headers: { 'content-type': 'application/json' },
        });
      expect((await send(MAINTENANCE.examples[0] ?? {})).status).toBe(202);
      expect((await send({ maintenanceId: 'm-3' })).status).toBe(422);
      const document = (await (await stack.api('openapi.json')).json()) as { readonly paths: object };
      expect(Object.keys(document.paths)).toContain('/api/ingest/iot/maintenance');
      await stack.landed();
      const lines = await readBronzeLines(stack.dataDirectory, 'iot');
      expect(lines.map(({ verdict, contract }) => [verdict, contract])).toEqual([
        ['accepted', 'iot.maintenance'],
      ]);
    } finally {
      await stack.end();
    }
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
});
