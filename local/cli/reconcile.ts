import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { packageRoot } from '../replay/data-sets';
import { namesOf, readSources } from '../stack/sources';
import { reconcileSilver } from '../../lakehouse/engines/duckdb/books/reconcile-silver';
import { toSilverLines } from '../../lakehouse/engines/duckdb/books/silver-account';
import { readStackFile } from '../stack/stack-file';
import { startStack } from '../stack/start-stack';
import { parseDuration, parseSourcesOf } from './options';
import { PipelineMonitor } from './pipeline-monitor';
import { runCommand } from './run-command';
import { waitForLanding } from './wait-for-landing';

interface ReconcileOptions {
  readonly data: string;
  readonly sources: readonly string[];
  readonly wait: number;
  readonly json: boolean;
}

const SOURCES = namesOf(readSources(packageRoot()));

const command = new Command('npm run reconcile --')
  .description(
    'Proves the books: received = accepted + quarantined for every partition, no gap, no duplicate, slots without a hole; ' +
      'and for every table of Silver, accepted = rows + duplicates + rejected. ' +
      'Works on a running stack and on what a stopped one has kept.',
  )
  .option('--data <dir>', 'where the stack keeps everything', '.sluice')
  .option('--sources <list>', 'sources to look at, comma-separated', parseSourcesOf(SOURCES), SOURCES)
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
    return proveAll({ settings: running.settings, dataDirectory, sources, json });
  }
  const stack = await startStack({
    appDirectory: process.cwd(),
    dataDirectory,
    withApp: false,
    wellKnownPorts: false,
  });
  try {
    return await proveAll({ settings: stack.settings, dataDirectory, sources, json });
  } finally {
    await stack.close();
  }
});

interface Books {
  readonly settings: Readonly<Record<string, string>>;
  readonly dataDirectory: string;
  readonly sources: readonly string[];
  readonly json: boolean;
}

/** Bronze first, then Silver, which is made from it. With `json` both are one document. */
async function proveAll(books: Books): Promise<number> {
  const bronze = await proveBronze(books);
  // What could not be read says so itself.
  if (bronze.code === 2) return 2;
  const accounts = await reconcileSilver({
    lakeDirectory: join(books.dataDirectory, 'lake'),
    modelsDirectory: resolve('lakehouse/models'),
    sources: books.sources,
  });
  const isClean = accounts.every(({ differences }) => differences.length === 0);
  if (books.json) {
    const { clean, ...document } = JSON.parse(bronze.output) as { clean: boolean };
    console.log(JSON.stringify({ clean: clean && isClean, ...document, silver: accounts }, undefined, 2));
  } else console.log(['', ...toSilverLines(accounts)].join('\n'));
  return bronze.code === 0 && !isClean ? 1 : bronze.code;
}

/** Runs the app's own command over the same wire as the app. @returns its exit code, and with `json` what it printed */
function proveBronze({ settings, sources, json }: Books): Promise<{ code: number; output: string }> {
  const script = join(__dirname, '../../../dist/src/commands/reconcile.js');
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [script, '--sources', sources.join(','), ...(json ? ['--json'] : [])],
      {
        stdio: ['inherit', json ? 'pipe' : 'inherit', 'inherit'],
        env: { ...process.env, ...settings },
      },
    );
    const output = child.stdout === null ? Promise.resolve('') : text(child.stdout);
    child.once('error', fail);
    child.once('exit', (code) => {
      output.then((printed) => {
        done({ code: code ?? 2, output: printed });
      }, fail);
    });
  });
}
