import { parseArgs } from 'node:util';
import { StandInError } from '../kit';
import { runAsProcess } from '../shared/service-process';
import { type DatabricksOptions } from './options';
import { startDatabricks } from './start';

const USAGE =
  'usage: main.js --data DIRECTORY --bundle DIRECTORY --token-key KEY [--port N] [--host ADDRESS] [--target NAME] [--var NAME=VALUE]... [--secret SCOPE/KEY=ENVIRONMENT_VARIABLE]... [--models DIRECTORY] [--parallel-tasks N] [--keep-runs N] [--fault-endpoint]';

runAsProcess(async () => {
  const databricks = await startDatabricks(readFlags());
  const { port, baseUrl, jobs } = databricks;
  return { ready: { port, baseUrl, jobs }, close: () => databricks.close() };
});

function readFlags(): DatabricksOptions {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        bundle: { type: 'string' },
        'token-key': { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        target: { type: 'string' },
        var: { type: 'string', multiple: true },
        secret: { type: 'string', multiple: true },
        models: { type: 'string' },
        'parallel-tasks': { type: 'string' },
        'keep-runs': { type: 'string' },
        'fault-endpoint': { type: 'boolean', default: false },
      },
    });
    const { data, bundle, 'token-key': tokenKey, host, target, models } = values;
    if (data === undefined || bundle === undefined || tokenKey === undefined)
      throw new TypeError('--data, --bundle or --token-key is missing');
    return {
      dataDirectory: data,
      bundleDirectory: bundle,
      tokenKey,
      variables: toPairs('--var', values.var),
      secrets: readSecrets(values.secret),
      faultEndpoint: values['fault-endpoint'],
      ...toNumber('port', values.port),
      ...toNumber('maximumParallelTasks', values['parallel-tasks']),
      ...toNumber('keepRuns', values['keep-runs']),
      ...(host !== undefined && { host }),
      ...(target !== undefined && { target }),
      ...(models !== undefined && { modelsDirectory: models }),
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}

function toPairs(flag: string, texts: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new TypeError(`${flag} must be NAME=VALUE, not "${text}"`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** Values of secrets come by the environment, where other users of the machine cannot read them. */
function readSecrets(texts: readonly string[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(toPairs('--secret', texts)).map(([name, variable]) => {
      const value = process.env[variable];
      if (value === undefined) throw new TypeError(`--secret ${name}: ${variable} is not set`);
      return [name, value];
    }),
  );
}

function toNumber<Name extends string>(
  name: Name,
  text: string | undefined,
): Partial<Readonly<Record<Name, number>>> {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`${name} must be a number, not "${text}"`);
  return { [name]: Number(text) } as Partial<Readonly<Record<Name, number>>>;
}
