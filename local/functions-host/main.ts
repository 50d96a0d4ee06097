import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../kit';
import { type Settings } from './app/settings';
import { PLATFORM_RESTART_WAITS, QUICK_RESTART_WAITS } from './host/restart-waits';
import { type FunctionsHostOptions, startFunctionsHost } from './start';

const USAGE =
  'usage: node main.js --app DIRECTORY --data DIRECTORY [--port 7071] [--host 127.0.0.1] [--settings FILE.json] [--ignore-local-settings] [--enforce-keys] [--durable-extension 3.12.5|3.19.0] [--fault-endpoint] [--quick-restarts]';

runAsProcess(async () => {
  const host = await startFunctionsHost(await readOptions());
  const { port, baseUrl, functions } = host;
  return { ready: { port, baseUrl, functions }, close: () => host.close() };
});

async function readOptions(): Promise<FunctionsHostOptions> {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string', default: '7071' },
      host: { type: 'string', default: '127.0.0.1' },
      settings: { type: 'string' },
      'ignore-local-settings': { type: 'boolean', default: false },
      'enforce-keys': { type: 'boolean', default: false },
      'durable-extension': { type: 'string' },
      'fault-endpoint': { type: 'boolean', default: false },
      'quick-restarts': { type: 'boolean', default: false },
    },
  });
  const { app, data, port, host, settings } = values;
  if (app === undefined || data === undefined) throw new StandInError('option_invalid', USAGE);
  if (!/^\d{1,5}$/.test(port))
    throw new StandInError('option_invalid', `--port must be a number, not "${port}"`);
  return {
    appDirectory: app,
    dataDirectory: data,
    port: Number(port),
    host,
    settings: settings === undefined ? {} : await readSettings(settings),
    ignoreLocalSettings: values['ignore-local-settings'],
    enforceKeys: values['enforce-keys'],
    ...(values['durable-extension'] !== undefined && { durableExtension: values['durable-extension'] }),
    faultEndpoint: values['fault-endpoint'],
    restartWaits: values['quick-restarts'] ? QUICK_RESTART_WAITS : PLATFORM_RESTART_WAITS,
  };
}

/** A flat JSON object of strings, or the shape of local.settings.json. */
async function readSettings(path: string): Promise<Settings> {
  const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  const values = typeof file['Values'] === 'object' && file['Values'] !== null ? file['Values'] : file;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string')
      throw new StandInError('option_invalid', `${path}: the setting "${name}" must be a string`);
  }
  return values as Settings;
}
