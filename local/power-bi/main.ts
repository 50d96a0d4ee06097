import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../shared/stand-in-error';
import { type PowerBiServiceOptions, startPowerBi } from './start';
import { type SemanticModel } from './store/semantic-models';

const USAGE =
  'usage: main.js --data DIRECTORY --token-key KEY [--port N] [--host ADDRESS] [--workspace GUID] [--semantic-model GUID=NAME]... [--refresh-seconds N] [--fault-endpoint]';

/** Ready line: `{"ready": {"port", "endpoint", "workspaceId", "semanticModels": {name: id}, "arrivedUrl"}}`. */
runAsProcess(async () => {
  const powerBi = await startPowerBi(readFlags());
  const { port, endpoint, workspaceId, semanticModels, arrivedUrl } = powerBi;
  return {
    ready: { port, endpoint, workspaceId, semanticModels, arrivedUrl },
    close: () => powerBi.close(),
  };
});

function readFlags(): PowerBiServiceOptions {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        'token-key': { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        workspace: { type: 'string' },
        'semantic-model': { type: 'string', multiple: true },
        'refresh-seconds': { type: 'string' },
        'fault-endpoint': { type: 'boolean', default: false },
      },
    });
    const { data, 'token-key': tokenKey, host, workspace, 'semantic-model': models } = values;
    if (data === undefined || tokenKey === undefined) throw new TypeError('--data or --token-key is missing');
    const port = wholeNumber(values.port, '--port');
    const refreshSeconds = wholeNumber(values['refresh-seconds'], '--refresh-seconds');
    return {
      dataDirectory: data,
      tokenKey,
      faultEndpoint: values['fault-endpoint'],
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...(workspace !== undefined && { workspaceId: workspace }),
      ...(models !== undefined && { semanticModels: models.map((text) => toModel(text)) }),
      ...(refreshSeconds !== undefined && { refreshSeconds }),
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}

function toModel(text: string): SemanticModel {
  const [, id, name] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (id === undefined || name === undefined)
    throw new TypeError(`--semantic-model must be GUID=NAME, not "${text}"`);
  return { id, name };
}

function wholeNumber(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new TypeError(`${flag} must be a whole number, not "${value}"`);
  return Number(value);
}
