import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as stackModule from '../../local/stack/start-stack';

const REPOSITORY = resolve(__dirname, '../..');

/**
 * Runs a command beside the services of a stack, without the app: clients of other languages talk to them.
 *
 * The command finds them through `SLUICE_EVENT_HUBS` and `SLUICE_STORAGE`, two connection strings as `npm start` prints
 * them. `SLUICE_DATA` is the data folder. `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` are those of a managed identity. The
 * exit code is that of the command.
 */
async function main(): Promise<void> {
  const [command = 'bash', ...args] = process.argv.slice(2);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'sluice-clients-'));
  // Compiled stand-ins are what `npm start` runs.
  const { startStack } = (await import(
    join(REPOSITORY, 'build/local/stack/start-stack.js')
  )) as typeof stackModule;
  const stack = await startStack({
    appDirectory: REPOSITORY,
    dataDirectory,
    wellKnownPorts: false,
    withApp: false,
    withIdentity: true,
    notify: (message) => {
      console.error(message);
    },
  });
  try {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: {
        ...process.env,
        SLUICE_DATA: dataDirectory,
        SLUICE_EVENT_HUBS: stack.eventHubs.connectionString,
        SLUICE_STORAGE: stack.lake.connectionString,
        IDENTITY_ENDPOINT: stack.settings['IDENTITY_ENDPOINT'],
        IDENTITY_HEADER: stack.settings['IDENTITY_HEADER'],
      },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    process.exitCode = code ?? 1;
  } finally {
    await stack.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

void main();
