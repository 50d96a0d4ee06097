import { resolve } from 'node:path';
import { Command } from 'commander';
import { loadModels } from '../../lakehouse/engines/duckdb/model/load-models';
import { type RefreshStarted } from '../../monitor/data/api';
import { readStackFile } from '../stack/stack-file';
import { dataOption } from './data-folder';
import { followRefresh, toEndLines } from './follow-refresh';
import { toRebuildLines } from './rebuild-plan';
import { RefreshClient, type StartOptions } from './refresh-client';
import { runCommand } from './run-command';
import { Screen } from './screen';

interface RefreshOptions {
  readonly data: string;
  readonly url?: string;
  readonly key?: string;
  readonly pipelines: 'due' | 'all' | 'none';
  readonly force: boolean;
  readonly rebuild: readonly string[];
}

const command = new Command('npm run refresh --')
  .description(
    'Refreshes Silver and Gold and shows progress until the end. If a refresh already runs, follows that one. Ctrl-C cancels it.',
  )
  .addOption(dataOption('data folder of the running stack'))
  .option('--url <address>', 'address of another function app, such as http://127.0.0.1:7071')
  .option('--key <key>', 'function key, if the app requires one')
  .option('--pipelines <which>', 'which pipelines run: due, all or none', parsePipelines, 'due')
  .option('--force', 'run the job even if there are no new events', false)
  .option(
    '--rebuild <table>',
    'compute a table such as silver.iot_telemetry from all of Bronze; can be repeated',
    (name: string, earlier: readonly string[]) => [...earlier, name],
    [],
  );

runCommand(command, async () => {
  const { data, url, key, pipelines, force, rebuild } = command.opts<RefreshOptions>();
  const baseUrl = url ?? readStackFile(resolve(data))?.baseUrl;
  if (baseUrl === undefined || baseUrl === '') {
    throw new Error(
      `no stack with a function app runs over ${data}: run \`npm start\` in another terminal, or use --url`,
    );
  }
  const client = new RefreshClient(baseUrl, key);
  const screen = new Screen();
  if (rebuild.length > 0)
    for (const line of toRebuildLines(loadModels(resolve('lakehouse/models')).models, rebuild))
      screen.print(line);
  const { id, outcome } = await startAfterOthers(client, screen, { pipelines, force, rebuild });
  screen.print(outcome === 'running' ? `Refresh ${id} is already running.` : `Refresh ${id} has started.`);
  let cancelled = false;
  process.on('SIGINT', () => {
    // A second Ctrl-C ends the command without waiting for the cancellation.
    if (cancelled) process.exit(130);
    cancelled = true;
    client.cancel(id).catch((error: unknown) => {
      screen.print(error instanceof Error ? error.message : String(error));
    });
  });
  const refresh = await followRefresh({ client, id, screen });
  if (refresh === undefined) return 1;
  for (const line of toEndLines(refresh)) screen.print(line);
  return refresh.state === 'succeeded' || refresh.state === 'nothing-new' ? 0 : 1;
});

function parsePipelines(value: string): 'due' | 'all' | 'none' {
  if (value === 'due' || value === 'all' || value === 'none') return value;
  throw new Error(`--pipelines must be due, all or none, not '${value}'`);
}

/** Starts a refresh. A rebuild waits for a refresh that already runs, because that one does not rebuild. */
async function startAfterOthers(
  client: RefreshClient,
  screen: Screen,
  options: Required<StartOptions>,
): Promise<RefreshStarted> {
  for (;;) {
    const started = await client.start(options);
    if (started.outcome === 'started' || options.rebuild.length === 0) return started;
    screen.print(`Refresh ${started.id} is running. The rebuild starts after it.`);
    if ((await followRefresh({ client, id: started.id, screen })) === undefined) return started;
  }
}
