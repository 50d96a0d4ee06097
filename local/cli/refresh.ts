import { resolve } from 'node:path';
import { Command } from 'commander';
import { readStackFile } from '../stack/stack-file';
import { dataOption } from './data-folder';
import { followRefresh, toEndLines } from './follow-refresh';
import { RefreshClient } from './refresh-client';
import { runCommand } from './run-command';
import { Screen } from './screen';

interface RefreshOptions {
  readonly data: string;
  readonly url?: string;
  readonly key?: string;
  readonly pipelines: 'due' | 'all' | 'none';
  readonly force: boolean;
}

const command = new Command('npm run refresh --')
  .description(
    'Refreshes Silver and Gold and shows progress until the end. If a refresh already runs, follows that one. Ctrl-C cancels it.',
  )
  .addOption(dataOption('data folder of the running stack'))
  .option('--url <address>', 'address of another function app, such as http://127.0.0.1:7071')
  .option('--key <key>', 'function key, if the app requires one')
  .option('--pipelines <which>', 'which pipelines run: due, all or none', parsePipelines, 'due')
  .option('--force', 'run the job even if there are no new events', false);

runCommand(command, async () => {
  const { data, url, key, pipelines, force } = command.opts<RefreshOptions>();
  const baseUrl = url ?? readStackFile(resolve(data))?.baseUrl;
  if (baseUrl === undefined || baseUrl === '') {
    throw new Error(
      `no stack with a function app runs over ${data}: run \`npm start\` in another terminal, or use --url`,
    );
  }
  const client = new RefreshClient(baseUrl, key);
  const screen = new Screen();
  const { id, outcome } = await client.start({ pipelines, force });
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
