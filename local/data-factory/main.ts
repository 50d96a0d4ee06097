import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../kit';
import { type DataFactoryOptions, startDataFactory } from './start';

const USAGE =
  'usage: main.js --data DIR --definitions DIR --token-key KEY --lake CONNECTION_STRING [--override LINKED_SERVICE=URL]... ' +
  '[--factory RESOURCE_ID] [--retry-interval-seconds N] [--port N] [--host ADDRESS]';

/** Ready line: `{"ready": {"port": N, "endpoint": "http://…", "factoryResourceId": "/subscriptions/…"}}`. */
runAsProcess(async () => {
  const factory = await startDataFactory(readFlags());
  const { port, endpoint, factoryResourceId } = factory;
  return { ready: { port, endpoint, factoryResourceId }, close: () => factory.close() };
});

function readFlags(): DataFactoryOptions {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        definitions: { type: 'string' },
        'token-key': { type: 'string' },
        lake: { type: 'string' },
        override: { type: 'string', multiple: true, default: [] },
        factory: { type: 'string' },
        'retry-interval-seconds': { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
      },
    });
    const port = wholeNumber(values.port, '--port');
    const retryIntervalSeconds = wholeNumber(values['retry-interval-seconds'], '--retry-interval-seconds');
    return {
      dataDirectory: required(values.data, '--data'),
      definitionsDirectory: required(values.definitions, '--definitions'),
      tokenKey: required(values['token-key'], '--token-key'),
      lakeConnectionString: required(values.lake, '--lake'),
      overrides: Object.fromEntries(values.override.map(readOverride)),
      ...(values.factory !== undefined && { factoryResourceId: values.factory }),
      ...(retryIntervalSeconds !== undefined && { retryIntervalSeconds }),
      ...(port !== undefined && { port }),
      ...(values.host !== undefined && { host: values.host }),
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}

function required(value: string | undefined, flag: string): string {
  if (value === undefined) throw new TypeError(`${flag} is missing`);
  return value;
}

function wholeNumber(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,6}$/.test(value)) throw new TypeError(`${flag} must be a whole number, not "${value}"`);
  return Number(value);
}

function readOverride(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new TypeError(`--override is LINKED_SERVICE=URL, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}
