import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { support } from '../../../local/functions-host/support';
import { HostBench, type StartOptions } from './host-under-test';
import { UNREACHABLE_STORAGE } from '../../testing/unreachable-storage';

const HTTP_APP = "app.http('one', { handler: () => ({ body: 'one' }) });";
const EMULATOR =
  'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true';
const hubApp = (options = ''): string =>
  `app.eventHub('hub', { connection: 'HUB', eventHubName: 'events', ${options} handler: () => undefined });`;

describe('the functions host', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  /** Expects that an app does not start, with this reason. */
  const refuses = async (source: string, why: RegExp, options: StartOptions = {}): Promise<void> => {
    const app = await bench.writeApp(source, options.hostJson);
    await expect(bench.start(app, options)).rejects.toThrow(why);
  };
  const refusesLocalSettings = async (content: object, why: RegExp): Promise<void> => {
    const app = await bench.writeApp(HTTP_APP);
    await writeFile(join(app.directory, 'local.settings.json'), JSON.stringify(content));
    await expect(bench.start(app)).rejects.toThrow(why);
  };

  /** One probe for each refused row of the support table, except those of the durable backend. */
  const probes: Readonly<Record<string, () => Promise<void>>> = {
    'binding.other': async () => {
      await refuses(
        "app.storageQueue('q', { connection: 'C', queueName: 'x', handler: () => undefined });",
        /"q".*queueTrigger/,
      );
      const queue = "output.storageQueue({ connection: 'C', queueName: 'x' })";
      await refuses(`app.http('h', { extraOutputs: [${queue}], handler: () => undefined });`, /"h".*"queue"/);
      await refuses(
        `app.timer('t', { schedule: '* * * * * *', return: ${queue}, handler: () => undefined });`,
        /"t".*"queue"/,
      );
    },
    'app.telemetryProtocol': async () => {
      const app = await bench.writeApp(HTTP_APP, { telemetryMode: 'OpenTelemetry' });
      const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
      for (const protocol of ['', 'grpc', 'http/json']) {
        const { host, records } = await bench.start(app, {
          settings: { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
        });
        expect(records).toContainEqual(
          expect.objectContaining({
            level: 'warning',
            category: 'Host.OpenTelemetry',
            message: expect.stringContaining('Set it to http/protobuf') as string,
          }),
        );
        expect((await fetch(`${host.baseUrl}/api/one`)).status).toBe(200);
      }
    },
    'hostJson.unknown': async () => {
      await refuses(HTTP_APP, /host\.json\.concurrency/, { hostJson: { concurrency: {} } });
      await refuses(HTTP_APP, /host\.json\.extensions\.durableTask\.maxOrchestrationActions/, {
        hostJson: { extensions: { durableTask: { maxOrchestrationActions: 1 } } },
      });
      const eventHubs = { clientRetryOptions: { mode: 'fixed' } };
      await refuses(HTTP_APP, /host\.json\.extensions\.eventHubs\.clientRetryOptions/, {
        hostJson: { extensions: { eventHubs } },
      });
    },
    'http.constraint': () =>
      refuses("app.http('r', { route: '{a:datetime}', handler: () => undefined });", /"r".*datetime/),
    'localSettings.encrypted': () => refusesLocalSettings({ IsEncrypted: true, Values: {} }, /encrypted/),
    'localSettings.cors': () => refusesLocalSettings({ Host: { CORS: '*' } }, /CORS/),
    'eventHub.cloud': () =>
      refuses(hubApp(), /UseDevelopmentEmulator/, {
        settings: { HUB: EMULATOR.replace(';UseDevelopmentEmulator=true', '') },
      }),
    'eventHub.identity': async () => {
      await refuses(hubApp(), /"HUB" connects by identity/, {
        settings: { HUB__fullyQualifiedNamespace: 'x.servicebus.windows.net' },
      });
      await refuses(hubApp(), /"AzureWebJobsStorage" connects by identity/, {
        settings: { HUB: EMULATOR, AzureWebJobsStorage__blobServiceUri: 'https://x.blob.core.windows.net' },
      });
    },
    'eventHub.stream': () =>
      refuses(hubApp("dataType: 'stream',"), /"stream"/, {
        settings: { HUB: EMULATOR, AzureWebJobsStorage: UNREACHABLE_STORAGE },
      }),
    'eventHub.sharedGroup': () =>
      refuses(`${hubApp()}${hubApp().replace("'hub'", "'other'")}`, /"other".*another function/, {
        settings: { HUB: EMULATOR, AzureWebJobsStorage: UNREACHABLE_STORAGE },
      }),
    'retry.http': () =>
      refuses(
        "app.generic('r', { trigger: trigger.http({}), retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 0 }, handler: () => undefined });",
        /"r".*no retry policy/,
      ),
    'admin.runOther': async () => {
      const activity = "require('durable-functions').app.activity('one', { handler: () => 1 });";
      const host = await bench.start(await bench.writeApp(HTTP_APP.replace("'one'", "'other'") + activity));
      const headers = { 'content-type': 'application/json' };
      const run = { method: 'POST', headers, body: '{}' };
      expect((await host.request('/admin/functions/one', run)).status).toBe(400);
      expect((await host.request('/admin/functions/none', run)).status).toBe(404);
    },
  };

  const rows = support.refused.filter(({ id }) => !id.startsWith('durable.'));

  test.each(rows.map(({ id, feature }) => [id, feature]))('refuses %s: %s', async (id) => {
    const probe = probes[id];
    if (probe === undefined) throw new Error(`the row "${id}" has no probe`);
    await probe();
  });

  test('has no probe for a row that is not in its table', () => {
    expect(Object.keys(probes).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  test.each<[string, string, RegExp, StartOptions]>([
    ['an app that throws while it is loaded', "throw new Error('broken');", /cannot be loaded.*broken/s, {}],
    ['an app that ends its process while it is loaded', 'process.exit(4);', /exit code 4/, {}],
    ['an app without functions', '', /registered no function/, {}],
    ['two functions with one name', HTTP_APP + HTTP_APP, /registered twice/, {}],
    ['another version of host.json', HTTP_APP, /version must be "2\.0"/, { hostJson: { version: '1.0' } }],
    [
      'a batch minimum above the maximum',
      HTTP_APP,
      /minEventBatchSize/,
      { hostJson: { extensions: { eventHubs: { minEventBatchSize: 101 } } } },
    ],
    [
      'an invalid log level',
      HTTP_APP,
      /logLevel\.default/,
      { hostJson: { logging: { logLevel: { default: 'Loud' } } } },
    ],
    [
      'a missing setting',
      "app.timer('t', { schedule: '%WHEN%', handler: () => undefined });",
      /"t".*"WHEN"/,
      {},
    ],
    [
      'an invalid schedule',
      "app.timer('t', { schedule: 'daily', handler: () => undefined });",
      /"t".*"daily"/,
      {},
    ],
    [
      'a hub without a service',
      hubApp(),
      /127\.0\.0\.1:1 cannot be reached/,
      { settings: { HUB: EMULATOR, AzureWebJobsStorage: UNREACHABLE_STORAGE } },
    ],
  ])('refuses to start with %s', async (_, source, why, options) => {
    await refuses(source, why, options);
  });

  test('refuses to start when no file matches package.json "main"', async () => {
    const app = await bench.writeApp(HTTP_APP);
    await writeFile(join(app.directory, 'package.json'), JSON.stringify({ main: 'dist/*.js' }));
    await expect(bench.start(app)).rejects.toThrow(/no file in .* matches .*"dist\/\*\.js"/);
  });
});
