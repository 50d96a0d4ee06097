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
import { dataOption } from './data-folder';
import { parseDuration, parseSourcesOf } from './options';
import { runCommand } from './run-command';

interface ReconcileOptions {
  readonly data: string;
  readonly sources: readonly string[];
  readonly wait: number;
  readonly json: boolean;
  readonly full: boolean;
}

const SOURCES = namesOf(readSources(packageRoot()));

const command = new Command('npm run reconcile --')
  .description(
    'Checks that no event is lost or duplicated. For every partition: received = accepted + quarantined, without gaps, duplicates or missing slots. ' +
      'For every table of Silver: accepted = rows + duplicates + rejected. ' +
      'Works on the data folder of a running or a stopped stack.',
  )
  .addOption(dataOption())
  .option('--sources <list>', 'sources to check, comma-separated', parseSourcesOf(SOURCES), SOURCES)
  .option(
    '--wait <time>',
    'how long a running stack may take to land the events that its hubs have received until now',
    parseDuration,
    30,
  )
  .option('--full', 'read all slots, also those that an earlier run has read', false)
  .option('--json', 'print the counts as JSON', false);

runCommand(command, async () => {
  const { data, sources, wait, json, full } = command.opts<ReconcileOptions>();
  const dataDirectory = resolve(data);
  if (!existsSync(dataDirectory))
    throw new Error(
      `${dataDirectory} holds no data yet: run \`npm start\` first, or set another folder with --data`,
    );
  const options = { dataDirectory, sources, json, full };
  const running = readStackFile(dataDirectory);
  if (running !== undefined) return reconcileAll({ ...options, settings: running.settings, wait });
  const stack = await startStack({
    appDirectory: process.cwd(),
    dataDirectory,
    withApp: false,
    wellKnownPorts: false,
  });
  try {
    // Without the app, nothing lands.
    return await reconcileAll({ ...options, settings: stack.settings, wait: 0 });
  } finally {
    await stack.close();
  }
});

interface CheckOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly dataDirectory: string;
  readonly sources: readonly string[];
  readonly json: boolean;
  readonly full: boolean;
  /** Seconds. */
  readonly wait: number;
}

/**
 * Runs the checks of Bronze, then of Silver, which is computed from Bronze. With `json` it prints both as one
 * document.
 */
async function reconcileAll(options: CheckOptions): Promise<number> {
  const bronze = await reconcileBronze(options);
  // The command has already printed its own error.
  if (bronze.code === 2) return 2;
  if (!options.json) console.error('Comparing Silver with Bronze by keys …');
  const accounts = await reconcileSilver({
    lakeDirectory: join(options.dataDirectory, 'lake'),
    modelsDirectory: resolve('lakehouse/models'),
    sources: options.sources,
  });
  const isClean = accounts.every(({ differences }) => differences.length === 0);
  if (options.json) {
    const { clean, ...document } = JSON.parse(bronze.output) as { clean: boolean };
    console.log(JSON.stringify({ clean: clean && isClean, ...document, silver: accounts }, undefined, 2));
  } else console.log(['', ...toSilverLines(accounts)].join('\n'));
  return bronze.code === 0 && !isClean ? 1 : bronze.code;
}

/**
 * Runs a command of the app with the connection settings of the app. @returns its exit code, and with `json`
 * its output
 */
function reconcileBronze({
  settings,
  dataDirectory,
  sources,
  wait,
  full,
  json,
}: CheckOptions): Promise<{ code: number; output: string }> {
  const script = join(__dirname, '../../../dist/commands/reconcile.js');
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        script,
        '--sources',
        sources.join(','),
        '--wait',
        String(wait),
        '--proofs',
        join(dataDirectory, 'proved-slots.json'),
        ...(full ? ['--full'] : []),
        ...(json ? ['--json'] : []),
      ],
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
