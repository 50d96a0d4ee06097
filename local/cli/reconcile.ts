import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type Source, SOURCES } from '../stack/hubs';
import { readStackFile } from '../stack/stack-file';
import { startStack } from '../stack/start-stack';
import { parseDuration, parseSources } from './options';
import { PipelineMonitor } from './pipeline-monitor';
import { runCommand } from './run-command';
import { waitForLanding } from './wait-for-landing';

interface ReconcileOptions {
  readonly data: string;
  readonly sources: readonly Source[];
  readonly wait: number;
  readonly json: boolean;
}

const command = new Command('npm run reconcile --')
  .description(
    'Proves the books: received = accepted + quarantined for every partition, no gap, no duplicate, slots without a hole. ' +
      'Works on a running stack and on what a stopped one has kept.',
  )
  .option('--data <dir>', 'where the stack keeps everything', '.sluice')
  .option('--sources <list>', 'sources to look at, comma-separated', parseSources, SOURCES)
  .option('--wait <time>', 'give a running stack this long to land what is on its way', parseDuration, 30)
  .option('--json', 'print the accounts as JSON', false);

runCommand(command, async () => {
  const { data, sources, wait, json } = command.opts<ReconcileOptions>();
  const dataDirectory = resolve(data);
  if (!existsSync(dataDirectory))
    throw new Error(
      `there is nothing in ${dataDirectory} yet: run \`npm start\` first, or name the folder with --data`,
    );
  const running = readStackFile(dataDirectory);
  if (running !== undefined) {
    const monitor = new PipelineMonitor({
      sources,
      eventHubsConnectionString: running.settings['EventHubs'] ?? '',
      lakeConnectionString: running.settings['Lake'] ?? '',
    });
    await waitForLanding({ monitor, idleSeconds: wait });
    await monitor.close();
    return proveBooks(running.settings, sources, json);
  }
  const stack = await startStack({
    appDirectory: process.cwd(),
    dataDirectory,
    withApp: false,
    wellKnownPorts: false,
  });
  try {
    return await proveBooks(stack.settings, sources, json);
  } finally {
    await stack.close();
  }
});

/** Runs the app's own command over the same wire as the app. */
function proveBooks(
  settings: Readonly<Record<string, string>>,
  sources: readonly Source[],
  json: boolean,
): Promise<number> {
  const script = join(__dirname, '..', '..', '..', 'dist', 'src', 'commands', 'reconcile.js');
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [script, '--sources', sources.join(','), ...(json ? ['--json'] : [])],
      {
        stdio: 'inherit',
        env: { ...process.env, ...settings },
      },
    );
    child.once('error', fail);
    child.once('exit', (code) => {
      done(code ?? 2);
    });
  });
}
