import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../kit';
import { type FsyncPolicy } from './log/partition-log';
import { startEventHubs } from './start';

/**
 * `node build/local/event-hubs/main.js --config FILE --data DIR [--port N] [--host H] [--retention-hours N]
 * [--retention-bytes N] [--fsync interval|always|never] [--key-name NAME] [--key KEY]`.
 * Ready line: `{"ready": {"port": N, "connectionString": "…"}}`.
 */
runAsProcess(async () => {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'retention-hours': { type: 'string' },
      'retention-bytes': { type: 'string' },
      fsync: { type: 'string' },
      'key-name': { type: 'string' },
      key: { type: 'string' },
    },
  });
  const retentionHours = numberFrom(values['retention-hours'], '--retention-hours');
  const retentionBytes = numberFrom(values['retention-bytes'], '--retention-bytes');
  const port = numberFrom(values.port, '--port');
  const hubs = await startEventHubs({
    configuration: await readConfiguration(required(values.config, '--config')),
    dataDirectory: required(values.data, '--data'),
    ...(port !== undefined && { port }),
    ...(values.host !== undefined && { host: values.host }),
    ...(retentionHours !== undefined && { retentionMilliseconds: retentionHours * 3_600_000 }),
    ...(retentionBytes !== undefined && { retentionBytes }),
    ...(values.fsync !== undefined && { fsync: fsyncFrom(values.fsync) }),
    ...(values['key-name'] !== undefined && { sharedAccessKeyName: values['key-name'] }),
    ...(values.key !== undefined && { sharedAccessKey: values.key }),
  });
  const { port: boundPort, connectionString } = hubs;
  return { ready: { port: boundPort, connectionString }, close: () => hubs.close() };
});

async function readConfiguration(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('option_invalid', `--config ${file}: ${reason}`, error);
  }
}

function required(value: string | undefined, flag: string): string {
  if (value === undefined) throw new StandInError('option_invalid', `${flag} is missing`);
  return value;
}

function numberFrom(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0)) {
    throw new StandInError('option_invalid', `${flag} must be a number from 0, not "${value}"`);
  }
  return number;
}

function fsyncFrom(value: string): FsyncPolicy {
  if (value === 'interval' || value === 'always' || value === 'never') return value;
  throw new StandInError('option_invalid', `--fsync must be interval, always or never, not "${value}"`);
}
