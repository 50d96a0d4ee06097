import { resolve } from 'node:path';
import { Command } from 'commander';
import { readStackFile } from '../stack/stack-file';
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
    'Refreshes Silver and Gold and follows it to its end. A refresh that runs already is joined. Ctrl-C cancels it.',
  )
  .option('--data <dir>', 'where the running stack keeps everything', '.sluice')
  .option('--url <address>', 'a function app elsewhere, such as http://127.0.0.1:7071')
  .option('--key <key>', 'of a function app that asks for one')
  .option('--pipelines <which>', 'pipelines that run: due, all or none', parsePipelines, 'due')
  .option('--force', 'run the job even where nothing is new', false);

runCommand(command, async () => {
  const { data, url, key, pipelines, force } = command.opts<RefreshOptions>();
  const baseUrl = url ?? readStackFile(resolve(data))?.baseUrl;
  if (baseUrl === undefined || baseUrl === '') {
    throw new Error(
      `no function app runs over ${data}: run \`npm start\` in another terminal, or name one with --url`,
    );
  }
  const client = new RefreshClient(baseUrl, key);
  const screen = new Screen();
  const { id, outcome } = await client.start({ pipelines, force });
  screen.print(outcome === 'running' ? `Refresh ${id} runs already.` : `Refresh ${id} has started.`);
  let cancelled = false;
  process.on('SIGINT', () => {
    // The second time one wants to leave, whatever becomes of it.
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
  throw new Error(`--pipelines is due, all or none, not '${value}'`);
}
