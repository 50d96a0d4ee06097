import { parseArgs } from 'node:util';
import { StandInError } from '../kit';
import { runAsProcess, type RunningService } from '../shared/service-process';
import { startLake } from './start';

const USAGE = 'usage: main.js --data DIR [--port N] [--host ADDRESS] [--account NAME] [--filesystem NAME]...';

runAsProcess(async (): Promise<RunningService> => {
  const { port, host, data, account, filesystem } = readFlags();
  const lake = await startLake({
    dataDirectory: data,
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
    ...(account !== undefined && { account }),
    ...(filesystem !== undefined && { filesystems: filesystem }),
  });
  const { baseUrl, connectionString } = lake;
  return { ready: { port: lake.port, baseUrl, connectionString }, close: () => lake.close() };
});

interface Flags {
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly data: string;
  readonly account: string | undefined;
  readonly filesystem: readonly string[] | undefined;
}

function readFlags(): Flags {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        account: { type: 'string' },
        filesystem: { type: 'string', multiple: true },
      },
    });
    if (values.data === undefined) throw new TypeError('--data is missing');
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port))
      throw new TypeError('--port is not a port');
    return {
      port: values.port === undefined ? undefined : Number(values.port),
      host: values.host,
      data: values.data,
      account: values.account,
      filesystem: values.filesystem,
    };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}
