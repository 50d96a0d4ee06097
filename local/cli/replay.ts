import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { findDataSet, packageRoot } from '../replay/data-sets';
import { compileMapping } from '../replay/mapping/compile-mapping';
import { readMapping } from '../replay/mapping/mapping';
import { type InputFormat } from '../replay/read/input';
import { INPUT_FORMATS, openInput } from '../replay/read/open-input';
import { parseSeparator, type Separator } from '../replay/read/separator';
import { runReplay } from '../replay/run-replay';
import { type OnReject } from '../replay/send/ingest-client';
import { namesOf, readSources } from '../stack/sources';
import { readStackFile } from '../stack/stack-file';
import { startStack } from '../stack/start-stack';
import { dataOption } from './data-folder';
import { toBaseUrl } from './api-client';
import { grouped } from './live-table';
import { parseRate } from './options';
import { runCommand } from './run-command';

interface ReplayCommandOptions {
  readonly source?: string;
  readonly event?: string;
  readonly map?: string;
  readonly format?: InputFormat;
  readonly delimiter?: Separator;
  readonly limit?: number;
  readonly batch: number;
  readonly inFlight: number;
  readonly rate?: number;
  readonly url?: string;
  readonly key?: string;
  readonly data: string;
  readonly wait: boolean;
  readonly allowRejected: boolean;
  readonly onReject: OnReject;
}

/** The function app that receives the records. */
interface Destination {
  readonly apiUrl: string;
  /** Settings of a local stack, whose lake can be read. */
  readonly settings?: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const command = new Command('npm run replay --')
  .description(
    'Sends a data set or a file through the pipeline, record by record, and checks what landed. ' +
      'Uses the stack that runs over the data folder, or starts a stack and stops it at the end.',
  )
  .argument('<what>', 'flights, weather, or a file: JSON, NDJSON, CSV (also .gz), Parquet')
  .addOption(
    new Option('--source <name>', 'source of the records').choices(namesOf(readSources(packageRoot()))),
  )
  .option('--event <name>', 'event of the source, such as telemetry')
  .option('--map <file>', 'mapping file; without one, records are sent unchanged (docs/replay.md)')
  .addOption(
    new Option('--format <name>', 'format of the file, if its extension does not show it').choices(
      INPUT_FORMATS,
    ),
  )
  .option('--delimiter <sign>', 'delimiter of CSV: "," ";" "|" or tab', parseDelimiter)
  .option('--limit <n>', 'stop after this many rows', parseCount)
  .option('--batch <n>', 'records a request', parseCount, 2000)
  .option('--in-flight <n>', 'requests in flight at once; 1 keeps the order of the file', parseInFlight, 3)
  .option('--rate <n>', 'limit of records a second', parsePositiveRate)
  .option('--url <url>', 'address of another function app, such as https://name.azurewebsites.net')
  .option('--key <key>', 'function key, for a deployed app')
  .addOption(dataOption())
  .option('--no-wait', 'do not wait until everything is in Bronze')
  .addOption(
    new Option('--on-reject <way>', 'rejected records: only name them, or publish them for the quarantine')
      .choices(['answer', 'quarantine'])
      .default('answer'),
  )
  .option('--allow-rejected', 'exit with 0 even if records are rejected or unreadable', false);

/** Signals closer together than this count as one. */
const SECOND_SIGNAL_MILLISECONDS = 500;

runCommand(command, async () => {
  const options = command.opts<ReplayCommandOptions>();
  const [what = ''] = command.args;
  const dataSet = findDataSet(what);
  const file = dataSet?.file ?? resolve(what);
  const source = options.source ?? dataSet?.source;
  const event = options.event ?? dataSet?.event;
  if (source === undefined || event === undefined)
    throw new Error(
      `the source and event of ${what} are unknown: set them, such as --source logistics --event shipment`,
    );
  const print = (line: string): void => {
    console.log(line);
  };
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let first: number | undefined;
    process.on(signal, () => {
      // npm may forward a Ctrl-C that the terminal has already sent: only a later signal counts as the
      // second.
      if (first !== undefined && performance.now() - first > SECOND_SIGNAL_MILLISECONDS) process.exit(130);
      first ??= performance.now();
      interrupted.abort();
    });
  }
  const input = await openInput(file, options.format, options.delimiter);
  const mapping = options.map ?? dataSet?.mapping;
  if (mapping === undefined && input.format === 'parquet')
    throw new Error('the rows of a Parquet file need a mapping: add --map');
  const map = mapping === undefined ? undefined : compileMapping(readMapping(mapping), input.columns);
  const destination = await findDestination(options, print, interrupted);
  try {
    print(
      `Sending ${options.limit === undefined ? 'the rows' : `${grouped(options.limit)} rows`} of ${what} ` +
        `as ${source}.${event} to ${destination.apiUrl} …`,
    );
    const { lines, succeeded } = await runReplay({
      input,
      source,
      event,
      map,
      limit: options.limit,
      batchSize: options.batch,
      inFlight: options.inFlight,
      recordsPerSecond: options.rate,
      allowRejected: options.allowRejected,
      onReject: options.onReject,
      apiUrl: destination.apiUrl,
      key: options.key,
      settings: options.wait ? destination.settings : undefined,
      signal: interrupted.signal,
      print,
    });
    for (const line of lines) print(line);
    return succeeded ? 0 : 1;
  } finally {
    await destination.close();
  }
});

async function findDestination(
  { url, data }: ReplayCommandOptions,
  print: (line: string) => void,
  interrupted: AbortController,
): Promise<Destination> {
  const keepOpen = (): Promise<void> => Promise.resolve();
  if (url !== undefined) return { apiUrl: `${toBaseUrl(url)}/api`, close: keepOpen };
  const dataDirectory = resolve(data);
  const running = readStackFile(dataDirectory);
  if (running !== undefined) {
    if (running.baseUrl === '')
      throw new Error(`the stack over ${dataDirectory} runs without the function app: stop it, or set --url`);
    return { apiUrl: `${running.baseUrl}/api`, settings: running.settings, close: keepOpen };
  }
  print(`No stack runs over ${dataDirectory}; starting one for this replay …`);
  const stack = await startStack({
    appDirectory: packageRoot(),
    dataDirectory,
    eventsPerSecond: 0,
    port: 0,
    wellKnownPorts: false,
    notify: print,
    onFailure: (error) => {
      print(error instanceof Error ? error.message : String(error));
      interrupted.abort();
    },
  });
  return {
    apiUrl: `${stack.baseUrl}/api`,
    settings: stack.settings,
    close: () => stack.close(),
  };
}

function parseCount(text: string): number {
  const count = Number(text.replace(/[,_]/g, ''));
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('enter a whole number from 1');
  return count;
}

function parseDelimiter(text: string): Separator {
  const separator = parseSeparator(text);
  if (separator === undefined) throw new InvalidArgumentError('enter "," ";" "|" or tab');
  return separator;
}

function parseInFlight(text: string): number {
  const count = parseCount(text);
  if (count > 16) throw new InvalidArgumentError('enter a whole number from 1 to 16');
  return count;
}

function parsePositiveRate(text: string): number {
  const rate = parseRate(text);
  if (rate === 0) throw new InvalidArgumentError('enter records a second, above 0');
  return rate;
}
