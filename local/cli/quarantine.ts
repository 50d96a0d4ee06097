import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { writeExactJson } from '../kit';
import { readStackFile } from '../stack/stack-file';
import { QuarantineClient } from './quarantine-client';
import { toListLines, toRecordLines, toReplayLines } from './quarantine-lines';
import { toReplayBody } from './quarantine-replay-body';

interface CommonOptions {
  readonly data: string;
  readonly url?: string;
  readonly key?: string;
  readonly json: boolean;
}

interface FilterOptions {
  readonly source?: string;
  readonly contract?: string;
  readonly code?: string;
  readonly from?: string;
  readonly to?: string;
}

interface ReplayOptions extends FilterOptions {
  readonly id?: readonly string[];
  readonly patch?: string;
  readonly version?: number;
  readonly event?: string;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly limit?: number;
}

const program = new Command('npm run quarantine --')
  .description('Looks at quarantined records and replays them, over the HTTP API of a function app.')
  .option('--data <dir>', 'where the running stack keeps everything', '.sluice')
  .option('--url <address>', 'a function app elsewhere, such as http://127.0.0.1:7071')
  .option('--key <key>', 'a key of that function app')
  .option('--json', 'print the answer as JSON', false)
  .showHelpAfterError();

withFilter(program.command('list').description('Reasons with their counts, and the newest records.'))
  .option('--state <state>', 'open, replayed or all', 'open')
  .option('--limit <records>', 'records that are listed', '20')
  .action(async (options: FilterOptions & { readonly state: string; readonly limit: string }) => {
    const { source, contract, code, from, to, state, limit } = options;
    const listed = await open().list({ source, contract, code, from, to, state, limit });
    print(listed, toListLines(listed));
  });

program
  .command('show <id>')
  .description('One record: why it was refused, where it is, and what is in it, masked.')
  .option('--bytes', 'its bytes as they came, in base64, unmasked', false)
  .action(async (id: string, { bytes }: { readonly bytes: boolean }) => {
    const record = await open().read(id, bytes);
    print(record, toRecordLines(record));
  });

withFilter(
  program
    .command('replay')
    .description(
      'Judges records again and publishes those that keep their contract. Exit code 1: not all did.',
    ),
)
  .option(
    '--id <id>',
    'a record; may be given several times',
    (id: string, ids: readonly string[] | undefined) => [...(ids ?? []), id],
  )
  .option('--patch <json>', 'JSON Patch (RFC 6902) against the event, or a file that holds one')
  .option('--version <n>', 'version of the contract that the events are to name', parseCount)
  .option('--event <json>', 'an event in place of the one record that --id names, or a file that holds it')
  .option('--dry-run', 'judge only', false)
  .option('--again', 'also records of --id that were replayed already', false)
  .option('--limit <records>', 'records that are tried, at most 1000', parseCount)
  .action(async ({ id, patch, event, ...options }: ReplayOptions) => {
    const report = await open().replay(
      toReplayBody({
        ...options,
        ids: id,
        patch: patch === undefined ? undefined : readJson(patch),
        event: event === undefined ? undefined : readJson(event),
      }),
    );
    print(report, toReplayLines(report));
    if (report.rejected + report.failed + report.remaining > 0) process.exitCode = 1;
  });

program.parseAsync().then(
  () => {
    process.exit();
  },
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);

function withFilter(command: Command): Command {
  return command
    .option('--source <source>', 'such as iot')
    .option('--contract <type>', 'such as iot.telemetry')
    .option('--code <code>', 'such as contract.required')
    .option('--from <time>', 'enqueued at this time or later, such as 2026-11-21T06:00:00Z')
    .option('--to <time>', 'enqueued before this time');
}

function open(): QuarantineClient {
  const { data, url, key } = program.opts<CommonOptions>();
  const baseUrl = url ?? readStackFile(resolve(data))?.baseUrl;
  if (baseUrl === undefined || baseUrl === '') {
    throw new Error(
      `no function app runs over ${data}: run \`npm start\` in another terminal, or name one with --url`,
    );
  }
  return new QuarantineClient(baseUrl, key);
}

function print(answer: unknown, lines: readonly string[]): void {
  const { json } = program.opts<CommonOptions>();
  console.log(json ? writeExactJson(answer, 2) : lines.join('\n'));
}

/** The text of a JSON value: given as it is, or in a file. */
function readJson(text: string): string {
  return /^\s*[[{]/.test(text) ? text : readFileSync(resolve(text), 'utf8');
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('give a whole number from 1');
  return Number(text);
}
