import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listenHttp } from '../../local/kit';
import type * as stackModule from '../../local/stack/start-stack';

const REPOSITORY = resolve(__dirname, '../..');

/**
 * Runs a command beside the services of a stack, without the app: clients of other languages talk to them.
 *
 * The command finds them in its environment:
 *
 * - `SLUICE_EVENT_HUBS`, `SLUICE_EVENT_HUBS_TLS` and `SLUICE_STORAGE`: connection strings as `npm start` prints them
 * - `SLUICE_CA_FILE`: the certificate to trust
 * - `SLUICE_DATA`: the data folder
 * - `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`: those of a managed identity
 * - `SLUICE_CONTROL`: address of a control, see `killOnRequest`
 *
 * The exit code is that of the command.
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
  const control = await listenHttp(killOnRequest(stack), { name: 'the control', port: 0, host: '127.0.0.1' });
  try {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: {
        ...process.env,
        SLUICE_CA_FILE: stack.caFile,
        SLUICE_CONTROL: control.baseUrl,
        SLUICE_DATA: dataDirectory,
        SLUICE_EVENT_HUBS: stack.eventHubs.connectionString,
        SLUICE_EVENT_HUBS_TLS: stack.eventHubs.tlsConnectionString,
        SLUICE_STORAGE: stack.lake.connectionString,
        IDENTITY_ENDPOINT: stack.settings['IDENTITY_ENDPOINT'],
        IDENTITY_HEADER: stack.settings['IDENTITY_HEADER'],
      },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    process.exitCode = code ?? 1;
  } finally {
    await control.close();
    await stack.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

/**
 * `POST /kill/eventHubs` ends a service as `kill -9` does, and answers when its next process is ready. The body has both
 * process ids, such as `{"killed": 17, "started": 18}`.
 */
function killOnRequest(stack: stackModule.Stack): RequestListener {
  return ({ method, url = '' }, response) => {
    const name = /^\/kill\/(\w+)$/.exec(url)?.[1];
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (method !== 'POST' || name === undefined) {
      answer(404, { error: 'use POST /kill/SERVICE' });
      return;
    }
    kill(stack, name).then(
      (ids) => {
        answer(200, ids);
      },
      (error: unknown) => {
        answer(500, { error: String(error) });
      },
    );
  };
}

async function kill(stack: stackModule.Stack, name: string): Promise<{ killed: number; started: number }> {
  const current = async (): Promise<number> => (await stack.processIds())[name] ?? -1;
  const killed = await current();
  if (killed === -1) throw new Error(`there is no service ${name}`);
  process.kill(killed, 'SIGKILL');
  for (;;) {
    const started = await current();
    if (started !== killed) return { killed, started };
    await setTimeout(20);
  }
}

void main();
